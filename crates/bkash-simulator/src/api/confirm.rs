use super::call::Call;
use super::denied::Denied;
use super::reply;
use crate::gateway::World;
use crate::switch::ConfirmId;
use crate::wire::Answer;
use crate::world::{Payment, Refusal};

pub(super) fn capture(call: &Call, world: &World) -> Result<Answer, Denied> {
    let (payment_id, spelling) = (call.payment_id()?, call.switches().confirm_id);
    let mut state = world.state();
    let captured = state.capture(world.now(), &payment_id);
    confirmed(call, spelling, captured, &payment_id)
}

pub(super) fn void(call: &Call, world: &World) -> Result<Answer, Denied> {
    let (payment_id, spelling) = (call.payment_id()?, call.switches().confirm_id);
    let mut state = world.state();
    let voided = state.void(world.now(), &payment_id);
    confirmed(call, spelling, voided, &payment_id)
}

fn confirmed(
    call: &Call,
    spelling: ConfirmId,
    ended: Result<&Payment, Refusal>,
    payment_id: &str,
) -> Result<Answer, Denied> {
    match ended {
        Ok(payment) => reply::confirmed(call.route.dialect, spelling, payment),
        Err(refusal) => Err(call.owned(refusal, payment_id)),
    }
}
