use std::sync::Arc;

use super::call::Call;
use super::denied::Denied;
use crate::gateway::World;
use crate::wire::{Answer, CreateReply, CreateRequest};

pub(super) fn create(call: &Call, world: &Arc<World>) -> Result<Answer, Denied> {
    let request: CreateRequest = call.parse()?;
    let order = request.order(world.state().switches.amounts)?;
    let origin = call.origin();
    let mut state = world.state();
    let payment = state.create(world.now(), order)?;
    let answer = Answer::ok(&CreateReply::of(payment, &origin));
    let payment_id = payment.id.clone();
    drop(state);
    call.gateway.own(payment_id, world);
    Ok(answer)
}
