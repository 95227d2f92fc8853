use serde::{Deserialize, Serialize};
use url::Url;

use super::envelope::{SUCCESS, Success};
use super::{Given, stamp};
use crate::switch::Amounts;
use crate::world::{Amount, Code, Order, Outcome, Payment, Refusal, code};

/// Longest invoice number and payer reference (developer portal: Create Payment).
const LONGEST_TEXT: usize = 255;

/// All that create knows, whatever the mode.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct CreateRequest {
    mode: Given,
    payer_reference: Given,
    #[serde(rename = "callbackURL")]
    callback_url: Given,
    amount: Given,
    currency: Given,
    intent: Given,
    merchant_invoice_number: Given,
    #[serde(rename = "agreementID")]
    agreement_id: Given,
    merchant_association_info: Given,
}

impl CreateRequest {
    /// Mandatory fields, then the mode, then field by field.
    pub(crate) fn order(&self, amounts: Amounts) -> Result<Order, Refusal> {
        if self.mode.is_missing() || self.mandatory().into_iter().any(Given::is_missing) {
            return Err(code::FIELD_MISSING.into());
        }
        match self.mode.text() {
            Some("0011") => {}
            Some("0000" | "0001") => return Err(code::MODE_UNAVAILABLE.into()),
            _ => return Err(code::INVALID_MODE.into()),
        }
        let amount_text = self.amount.amount(amounts).ok_or(code::INVALID_AMOUNT)?;
        let order = Order {
            amount: Amount::parse(amount_text).ok_or(code::INVALID_AMOUNT)?,
            amount_text: amount_text.to_owned(),
            currency: self.currency()?,
            intent: self.intent()?,
            merchant_invoice_number: plain(&self.merchant_invoice_number, code::INVALID_INVOICE)?,
            payer_reference: plain(&self.payer_reference, code::INVALID_PAYER_REFERENCE)?,
            callback_url: self.callback_url()?,
        };
        self.check_association_info()?;
        Ok(order)
    }

    fn mandatory(&self) -> Vec<&Given> {
        let payment = [
            &self.amount,
            &self.currency,
            &self.intent,
            &self.merchant_invoice_number,
        ];
        let mut fields = vec![&self.payer_reference, &self.callback_url];
        match self.mode.text() {
            Some("0000") => {}
            Some("0001") => {
                fields.extend(payment);
                fields.push(&self.agreement_id);
            }
            _ => fields.extend(payment),
        }
        fields
    }

    fn currency(&self) -> Result<String, Refusal> {
        match self.currency.text() {
            Some("BDT") => Ok("BDT".to_owned()),
            _ => Err(code::INVALID_CURRENCY.into()),
        }
    }

    /// `Sale` is seen too. Authorisation is a product that a merchant must be given first.
    fn intent(&self) -> Result<String, Refusal> {
        match self.intent.text() {
            Some(intent) if intent.eq_ignore_ascii_case("sale") => Ok(intent.to_owned()),
            Some(intent) if intent.eq_ignore_ascii_case("authorization") => {
                Err(code::NOT_SUBSCRIBED.into())
            }
            _ => Err(code::INVALID_INTENT.into()),
        }
    }

    /// http works in the sandbox as https does.
    fn callback_url(&self) -> Result<String, Refusal> {
        let text = self.callback_url.text().ok_or(code::INVALID_CALLBACK_URL)?;
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
                Ok(text.to_owned())
            }
            _ => Err(code::INVALID_CALLBACK_URL.into()),
        }
    }

    fn check_association_info(&self) -> Result<(), Refusal> {
        match &self.merchant_association_info {
            Given::Absent => Ok(()),
            Given::Text(text) if text.len() <= LONGEST_TEXT && is_tlv(text) => Ok(()),
            _ => Err(code::TLV_FORMAT.into()),
        }
    }
}

fn plain(field: &Given, refused: Code) -> Result<String, Refusal> {
    match field.text() {
        Some(text) if text.chars().count() <= LONGEST_TEXT && !text.contains(['<', '>', '&']) => {
            Ok(text.to_owned())
        }
        _ => Err(refused.into()),
    }
}

/// Tag of two characters, length of two digits, value; again and again.
fn is_tlv(mut text: &str) -> bool {
    while !text.is_empty() {
        let Some(length) = text
            .get(2..4)
            .and_then(|digits| digits.parse::<usize>().ok())
        else {
            return false;
        };
        let Some(rest) = text.get(4 + length..) else {
            return false;
        };
        text = rest;
    }
    true
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    #[serde(rename = "bkashURL")]
    bkash_url: String,
    #[serde(rename = "callbackURL")]
    callback_url: &'a str,
    #[serde(rename = "successCallbackURL")]
    success_callback_url: String,
    #[serde(rename = "failureCallbackURL")]
    failure_callback_url: String,
    #[serde(rename = "cancelledCallbackURL")]
    cancelled_callback_url: String,
    amount: &'a str,
    intent: &'a str,
    currency: &'a str,
    payment_create_time: String,
    transaction_status: &'static str,
    merchant_invoice_number: &'a str,
    #[serde(flatten)]
    success: Success,
}

impl<'a> CreateReply<'a> {
    /// The page's address is on `origin`, which has no slash at its end.
    pub(crate) fn of(payment: &'a Payment, origin: &str) -> Self {
        let (id, hash, mode) = (&payment.id, &payment.hash, Payment::MODE);
        let order = &payment.order;
        Self {
            payment_id: id.as_str(),
            bkash_url: format!(
                "{origin}/?paymentId={id}&hash={hash}&mode={mode}&apiVersion=v1.2.0-beta/"
            ),
            callback_url: &order.callback_url,
            success_callback_url: payment.callback_url(Outcome::Success),
            failure_callback_url: payment.callback_url(Outcome::Failure),
            cancelled_callback_url: payment.callback_url(Outcome::Cancel),
            amount: &order.amount_text,
            intent: &order.intent,
            currency: &order.currency,
            payment_create_time: stamp(payment.created_at),
            transaction_status: "Initiated",
            merchant_invoice_number: &order.merchant_invoice_number,
            success: SUCCESS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn association_info_is_tag_length_value() {
        for good in ["", "MI05MID54", "MI05MID54RF09123456One"] {
            assert!(is_tlv(good), "{good}");
        }
        for bad in ["M", "MI", "MI5", "MIxxab", "MI05MID5", "MI05MID54R"] {
            assert!(!is_tlv(bad), "{bad}");
        }
    }
}
