use super::call::Call;
use super::denied::Denied;
use super::reply;
use crate::gateway::World;
use crate::wire::Answer;

pub(super) fn query(call: &Call, world: &World) -> Result<Answer, Denied> {
    let payment_id = call.payment_id()?;
    let state = world.state();
    let payment = state
        .payment(&payment_id)
        .map_err(|refusal| call.owned(refusal, &payment_id))?;
    reply::queried(call.route.dialect, &state, payment)
}
