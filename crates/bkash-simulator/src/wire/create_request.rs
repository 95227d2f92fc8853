use std::sync::Arc;

use serde::Deserialize;
use url::Url;

use super::Given;
use crate::switch::{AgreementAmount, Product, Switches, V2Mode};
use crate::world::{
    AgreementId, Amount, Bill, Code, Dialect, Intent, Order, Refusal, Subject, code,
};

/// Longest invoice number and payer reference (developer portal: Create Payment).
const LONGEST_TEXT: usize = 255;

/// The create calls: family A has one for all modes, family B one for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CreateCall {
    /// The mode says what it is.
    ByMode,
    Agreement,
    Payment,
    PaymentWithAgreement,
    Iframe,
}

/// What a create call is to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Agreement,
    WithAgreement,
    WithoutAgreement,
}

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
    #[serde(rename = "agreementID", alias = "agreementId")]
    agreement_id: Given,
    merchant_association_info: Given,
}

impl CreateCall {
    fn dialect(self) -> Dialect {
        match self {
            Self::ByMode => Dialect::A,
            Self::Agreement | Self::Payment | Self::PaymentWithAgreement => Dialect::B,
            Self::Iframe => Dialect::Iframe,
        }
    }

    /// The mode of a call that has a path of its own.
    fn fixed_mode(self) -> Option<(&'static str, Mode)> {
        match self {
            Self::ByMode => None,
            Self::Agreement => Some(("0000", Mode::Agreement)),
            Self::PaymentWithAgreement => Some(("0001", Mode::WithAgreement)),
            Self::Payment | Self::Iframe => Some(("0011", Mode::WithoutAgreement)),
        }
    }
}

impl CreateRequest {
    /// Mandatory fields, then the mode, then field by field.
    pub(crate) fn order(&self, call: CreateCall, switches: &Switches) -> Result<Order, Refusal> {
        let mode = self.mode(call, switches.v2_mode);
        let lacks_mode = call == CreateCall::ByMode && self.mode.is_missing();
        if lacks_mode || self.mandatory(call, mode, switches).any(Given::is_missing) {
            return Err(code::FIELD_MISSING.into());
        }
        let mode = mode.ok_or(code::INVALID_MODE)?;
        if mode != Mode::WithoutAgreement && switches.agreement_product == Product::Disabled {
            return Err(code::MODE_UNAVAILABLE.into());
        }
        let subject = match mode {
            Mode::Agreement => Subject::Agreement,
            Mode::WithAgreement | Mode::WithoutAgreement => {
                Subject::Bill(Arc::new(self.bill(mode, switches)?))
            }
        };
        let order = Order {
            dialect: call.dialect(),
            payer_reference: self.payer_reference(call)?,
            callback_url: self.callback_url(call)?,
            subject,
        };
        self.check_association_info()?;
        Ok(order)
    }

    /// None for one that is no mode, or not that of the path. Family B is sent the mode by some, and
    /// tolerates it (one test report).
    fn mode(&self, call: CreateCall, v2_mode: V2Mode) -> Option<Mode> {
        match (call.fixed_mode(), self.mode.text()) {
            (Some(_), Some(_)) if v2_mode == V2Mode::Refused => None,
            (Some((_, mode)), None) => self.mode.is_missing().then_some(mode),
            (Some((name, mode)), Some(given)) => (given == name).then_some(mode),
            (None, Some("0000")) => Some(Mode::Agreement),
            (None, Some("0001")) => Some(Mode::WithAgreement),
            (None, Some("0011")) => Some(Mode::WithoutAgreement),
            (None, _) => None,
        }
    }

    /// A client of family B pays by agreement without a payerReference.
    fn mandatory(
        &self,
        call: CreateCall,
        mode: Option<Mode>,
        switches: &Switches,
    ) -> impl Iterator<Item = &Given> {
        let payer = !matches!(call, CreateCall::PaymentWithAgreement | CreateCall::Iframe);
        let has_bill = mode != Some(Mode::Agreement);
        let has_amount = has_bill || switches.agreement_amount == AgreementAmount::Required;
        [
            (&self.payer_reference, payer),
            (&self.callback_url, call != CreateCall::Iframe),
            (&self.amount, has_amount),
            (&self.currency, has_amount),
            (&self.intent, has_amount),
            (&self.merchant_invoice_number, has_bill),
            (&self.agreement_id, mode == Some(Mode::WithAgreement)),
        ]
        .into_iter()
        .filter_map(|(field, is_mandatory)| is_mandatory.then_some(field))
    }

    fn bill(&self, mode: Mode, switches: &Switches) -> Result<Bill, Refusal> {
        let amount_text = self
            .amount
            .amount(switches.amounts)
            .ok_or(code::INVALID_AMOUNT)?;
        let amount = Amount::parse(amount_text).ok_or(code::INVALID_AMOUNT)?;
        let currency = self.currency()?;
        let (intent, intent_text) = self.intent(switches.capture_product)?;
        Ok(Bill {
            amount,
            amount_text: amount_text.to_owned(),
            currency,
            intent,
            intent_text: intent_text.to_owned(),
            merchant_invoice_number: plain(&self.merchant_invoice_number, code::INVALID_INVOICE)?,
            agreement: match mode {
                Mode::WithAgreement => Some(self.agreement()?),
                // Samples send a blank one, which is ignored.
                Mode::Agreement | Mode::WithoutAgreement => None,
            },
        })
    }

    fn currency(&self) -> Result<String, Refusal> {
        match self.currency.text() {
            Some("BDT") => Ok("BDT".to_owned()),
            _ => Err(code::INVALID_CURRENCY.into()),
        }
    }

    /// `Sale` is seen too.
    fn intent(&self, capture: Product) -> Result<(Intent, &str), Refusal> {
        match self.intent.text() {
            Some(text) if text.eq_ignore_ascii_case("sale") => Ok((Intent::Sale, text)),
            Some(text) if text.eq_ignore_ascii_case("authorization") => match capture {
                Product::Enabled => Ok((Intent::Authorization, text)),
                Product::Disabled => Err(code::NOT_SUBSCRIBED.into()),
            },
            _ => Err(code::INVALID_INTENT.into()),
        }
    }

    fn agreement(&self) -> Result<AgreementId, Refusal> {
        let text = self.agreement_id.text().ok_or(code::INVALID_AGREEMENT_ID)?;
        Ok(AgreementId::named(text))
    }

    fn payer_reference(&self, call: CreateCall) -> Result<String, Refusal> {
        match call {
            CreateCall::PaymentWithAgreement | CreateCall::Iframe
                if self.payer_reference == Given::Absent =>
            {
                Ok(String::new())
            }
            _ => plain(&self.payer_reference, code::INVALID_PAYER_REFERENCE),
        }
    }

    /// http works in the sandbox as https does.
    fn callback_url(&self, call: CreateCall) -> Result<Option<String>, Refusal> {
        if call == CreateCall::Iframe {
            return Ok(None);
        }
        let text = self.callback_url.text().ok_or(code::INVALID_CALLBACK_URL)?;
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
                Ok(Some(text.to_owned()))
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
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn association_info_is_tag_length_value() {
        for good in ["", "MI05MID54", "MI05MID54RF09123456One"] {
            assert!(is_tlv(good), "{good}");
        }
        for bad in [
            "M",
            "MI",
            "MI5",
            "MIxxab",
            "MI+1a",
            "MI05MID5",
            "MI05MID54R",
        ] {
            assert!(!is_tlv(bad), "{bad}");
        }
    }
}
