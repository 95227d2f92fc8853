use super::call::{Call, id_text};
use super::denied::Denied;
use crate::gateway::World;
use crate::wire::{Answer, Given, RefundV1Reply, RefundV1Request};
use crate::world::{Amount, Code, RefundOrder, RefundRules, TrxId, code};

/// Longest sku and reason (developer portal: Refund).
pub(super) const LONGEST_TEXT: usize = 255;

pub(super) fn refund_or_status(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: RefundV1Request = call.parse()?;
    match request.asks_for_status() {
        true => status(call, world, &request),
        false => refund(call, world, &request),
    }
}

fn refund(call: &Call, world: &World, request: &RefundV1Request) -> Result<Answer, Denied> {
    let (payment_id, trx_id) = ids(request)?;
    if request.amount.is_missing() {
        return Err(code::FIELD_MISSING.into());
    }
    let amount_text = request
        .amount
        .amount(world.state().switches.amounts)
        .unwrap_or_default();
    let amount = Amount::parse(amount_text).ok_or(code::INVALID_REFUND_AMOUNT)?;
    check_text(&request.sku, code::INVALID_SKU, code::SKU_TOO_LONG)?;
    check_text(&request.reason, code::INVALID_REASON, code::REASON_TOO_LONG)?;
    let order = RefundOrder {
        payment_id,
        trx_id,
        amount,
        amount_text,
    };
    let made = world.state().refund(world.now(), RefundRules::V1, &order);
    let made = made.map_err(|refusal| call.owned(refusal, payment_id))?;
    Ok(Answer::ok(&RefundV1Reply::of(
        &made.original_trx_id,
        &made.refund,
        call.route.dialect,
    )))
}

/// On a path of its own, which a few clients use.
pub(super) fn status_only(call: &Call, world: &World) -> Result<Answer, Denied> {
    status(call, world, &call.parse()?)
}

/// The latest refund. The code for none is inferred.
fn status(call: &Call, world: &World, request: &RefundV1Request) -> Result<Answer, Denied> {
    let (payment_id, trx_id) = ids(request)?;
    let state = world.state();
    let (payment, _, completion) = state
        .refundable_payment(RefundRules::V1, payment_id, trx_id)
        .map_err(|refusal| call.owned(refusal, payment_id))?;
    let refund = payment.refunds.last().ok_or(code::TRANSACTION_NOT_FOUND)?;
    Ok(Answer::ok(&RefundV1Reply::of(
        &completion.trx_id,
        refund,
        call.route.dialect,
    )))
}

fn ids(request: &RefundV1Request) -> Result<(&str, &str), Denied> {
    let (payment_id, trx_id) = (id_text(&request.payment_id)?, id_text(&request.trx_id)?);
    match TrxId::is_well_formed(trx_id) {
        true => Ok((payment_id, trx_id)),
        false => Err(code::INVALID_TRX_ID.into()),
    }
}

fn check_text(given: &Given, invalid: Code, too_long: Code) -> Result<(), Denied> {
    match given.text() {
        Some("") | None => Err(invalid.into()),
        Some(text) if text.chars().count() > LONGEST_TEXT => Err(too_long.into()),
        Some(_) => Ok(()),
    }
}
