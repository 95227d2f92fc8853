use super::call::{Call, id_text};
use super::denied::Denied;
use super::reply;
use crate::gateway::World;
use crate::wire::{AgreementRequest, Answer};
use crate::world::code;

pub(super) fn execute(call: &Call, world: &World) -> Result<Answer, Denied> {
    let payment_id = call.payment_id()?;
    run(call, world, &payment_id)
}

/// By the paymentId of the creation, or by the agreementId that it handed out: the documents name the
/// second, a creation of family A knows the first only.
pub(super) fn execute_agreement(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: AgreementRequest = call.parse()?;
    if request.agreement_id.is_missing() {
        return execute(call, world);
    }
    let id = id_text(&request.agreement_id)?;
    let creation = world.state().creation_of(id);
    match creation {
        Some(payment_id) => run(call, world, payment_id.as_str()),
        None => Err(call.owned_agreement(
            code::INVALID_AGREEMENT_ID.into(),
            id,
            code::NOT_THE_INITIATOR,
        )),
    }
}

fn run(call: &Call, world: &World, payment_id: &str) -> Result<Answer, Denied> {
    let mut state = world.state();
    let executed = state.execute(world.now(), payment_id);
    let executed = executed.map_err(|refusal| call.owned(refusal, payment_id))?;
    reply::executed(call.route.dialect, &state, &executed)
}
