use super::call::{Call, id_text};
use super::denied::Denied;
use crate::gateway::World;
use crate::wire::{Answer, SearchReply, SearchRequest};
use crate::world::{TrxId, code};

pub(super) fn search(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: SearchRequest = call.parse()?;
    let trx_id = id_text(&request.trx_id)?;
    if !TrxId::is_well_formed(trx_id) {
        return Err(code::INVALID_TRX_ID.into());
    }
    let state = world.state();
    let transaction = state
        .transaction(trx_id)
        .ok_or_else(|| state.switches.unknown_search.code())?;
    let payment = state.payment(transaction.payment_id.as_str())?;
    let reply = SearchReply::of(transaction, payment.order.amount, payment.refundable());
    Ok(Answer::ok(&reply))
}
