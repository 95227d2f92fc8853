//! What bKash says inside an envelope (developer portal: Webhooks).

use payment_core::text::MerchantInvoiceNumber;
use payment_core::{Taka, Timestamp, TrxId};
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::api::{is_trx_id, json};
use crate::store::NewNotification;

/// A UUID has 36 characters.
pub(super) const MESSAGE_ID_MAX: usize = 100;

/// A number of eight digits today.
const TYPE_MAX: usize = 32;

/// `None` when no payment was completed. bKash says that it tells of completed ones only.
pub(super) fn read(
    message_id: &str,
    sent_at: Timestamp,
    text: &str,
) -> Result<Option<NewNotification>, Refusal> {
    let members = json::object(text.as_bytes()).map_err(|_| Refusal::Unreadable)?;
    if needed(&members, "transactionStatus")? != "Completed" {
        return Ok(None);
    }
    let trx_id = needed(&members, "trxID")?;
    let transaction_type = needed(&members, "transactionType")?;
    let in_taka = needed(&members, "currency")? == "BDT";
    if !is_trx_id(&trx_id) || transaction_type.len() > TYPE_MAX || !in_taka {
        return Err(Refusal::Unreadable);
    }
    Ok(Some(NewNotification {
        message_id: message_id.to_owned(),
        trx_id: TrxId::new(trx_id),
        merchant_invoice_number: invoice(&members)?,
        amount: amount(&needed(&members, "amount")?)?,
        sale_amount: field(&members, "saleAmount")
            .map(|text| amount(&text))
            .transpose()?,
        transaction_type,
        sent_at,
    }))
}

/// All values are texts in bKash's samples; a number says the same.
fn field(members: &Map<String, Value>, name: &str) -> Option<String> {
    match members.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn needed(members: &Map<String, Value>, name: &str) -> Result<String, Refusal> {
    field(members, name).ok_or(Refusal::Unreadable)
}

fn invoice(members: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    let text = field(members, "merchantInvoiceNumber");
    let fits = text
        .as_deref()
        .is_none_or(|text| MerchantInvoiceNumber::parse(text).is_ok());
    match fits {
        true => Ok(text),
        false => Err(Refusal::Unreadable),
    }
}

fn amount(text: &str) -> Result<Taka, Refusal> {
    text.parse().map_err(|_| Refusal::Unreadable)
}
