use std::sync::Arc;

use super::call::Call;
use super::denied::Denied;
use super::reply;
use crate::gateway::World;
use crate::wire::{Answer, CreateCall, CreateRequest};
use crate::world::{Order, code};

pub(super) fn create(
    call: &Call,
    world: &Arc<World>,
    create: CreateCall,
) -> Result<Answer, Denied> {
    let request: CreateRequest = call.parse()?;
    let switches = world.state().switches;
    let order = request.order(create, &switches)?;
    let paid_by = agreement_of(&order);
    let origin = call.origin();
    let mut state = world.state();
    let made = state.create(world.now(), order).map(|payment| {
        let answer = reply::created(call.route.dialect, &switches, payment, &origin);
        (payment.id.clone(), answer)
    });
    drop(state);
    let (payment_id, answer) = made
        .map_err(|refusal| call.owned_agreement(refusal, &paid_by, code::AGREEMENT_NOT_SHARED))?;
    call.gateway.own(payment_id, world);
    answer
}

/// Empty where no agreement is asked for: then none can be refused.
fn agreement_of(order: &Order) -> String {
    let agreement = order.bill().and_then(|bill| bill.agreement.as_ref());
    agreement.map_or_else(String::new, |agreement| agreement.as_str().to_owned())
}
