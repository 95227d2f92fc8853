use super::call::{Call, id_text};
use super::denied::Denied;
use crate::gateway::World;
use crate::wire::{Answer, PaymentRequest, QueryReply};

pub(super) fn query(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: PaymentRequest = call.parse()?;
    let payment_id = id_text(&request.payment_id)?;
    let state = world.state();
    let payment = state
        .payment(payment_id)
        .map_err(|refusal| call.owned(refusal, payment_id))?;
    Ok(Answer::ok(&QueryReply::of(payment)))
}
