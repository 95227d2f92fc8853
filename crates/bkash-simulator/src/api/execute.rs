use super::call::{Call, id_text};
use super::denied::Denied;
use crate::gateway::World;
use crate::wire::{Answer, ExecuteReply, PaymentRequest};

pub(super) fn execute(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: PaymentRequest = call.parse()?;
    let payment_id = id_text(&request.payment_id)?;
    let executed = world.state().execute(world.now(), payment_id);
    let executed = executed.map_err(|refusal| call.owned(refusal, payment_id))?;
    Ok(Answer::ok(&ExecuteReply::of(&executed)))
}
