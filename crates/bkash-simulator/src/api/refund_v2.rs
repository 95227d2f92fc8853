use super::call::Call;
use super::denied::Denied;
use super::refund_v1::LONGEST_TEXT;
use crate::gateway::World;
use crate::switch::RefundTexts;
use crate::wire::{
    Answer, GatewayMessage, Given, RefundV2Reply, RefundV2Request, RefundV2StatusReply,
    RefundV2StatusRequest,
};
use crate::world::{Amount, RefundOrder, RefundRules, code};

pub(super) fn refund(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: RefundV2Request = call.parse()?;
    let (payment_id, trx_id) = (required(&request.payment_id)?, required(&request.trx_id)?);
    let switches = world.state().switches;
    let amount_text = request.refund_amount.amount(switches.amounts);
    let amount_text = amount_text
        .filter(|text| !text.is_empty())
        .ok_or(GatewayMessage::INVALID_BODY)?;
    let text = |given| match switches.refund_texts {
        RefundTexts::Required => required(given),
        RefundTexts::Optional => Ok(given.text_or_number().unwrap_or_default()),
    };
    let (sku, reason) = (text(&request.sku)?, text(&request.reason)?);
    let amount = Amount::parse(amount_text).ok_or(code::INVALID_REFUND_AMOUNT)?;
    let too_long = |text: &str| text.chars().count() > LONGEST_TEXT;
    if too_long(sku) {
        return Err(code::SKU_TOO_LONG.into());
    }
    if too_long(reason) {
        return Err(code::REASON_TOO_LONG.into());
    }
    let order = RefundOrder {
        payment_id,
        trx_id,
        amount,
        amount_text,
    };
    let made = world.state().refund(world.now(), RefundRules::V2, &order);
    let made = made.map_err(|refusal| call.owned(refusal, payment_id))?;
    Ok(Answer::ok(&RefundV2Reply::of(&made, sku, reason)))
}

pub(super) fn status(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: RefundV2StatusRequest = call.parse()?;
    let (payment_id, trx_id) = (required(&request.payment_id)?, required(&request.trx_id)?);
    let state = world.state();
    let (payment, _, completion) = state
        .refundable_payment(RefundRules::V2, payment_id, trx_id)
        .map_err(|refusal| call.owned(refusal, payment_id))?;
    Ok(Answer::ok(&RefundV2StatusReply::of(payment, completion)))
}

/// The API gateway's schema wants all of them, with text inside (seen live for sku and reason).
fn required(given: &Given) -> Result<&str, Denied> {
    given
        .text_or_number()
        .filter(|text| !text.is_empty())
        .ok_or(Denied::Gateway(GatewayMessage::INVALID_BODY))
}
