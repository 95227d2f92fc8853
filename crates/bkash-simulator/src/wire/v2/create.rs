use serde::Serialize;

use crate::switch::Switches;
use crate::wire::create_reply::{Addresses, NewAgreement};
use crate::wire::stamp;
use crate::world::{Bill, Payment};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateReplyV2<'a> {
    payment_id: &'a str,
    /// Two clients execute an agreement by the agreementId that they were given before.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_id: Option<&'a str>,
    #[serde(flatten)]
    addresses: Addresses<'a>,
    #[serde(flatten)]
    made: Made<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Made<'a> {
    Agreement(NewAgreement<'a>),
    Payment(NewPayment<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewPayment<'a> {
    amount: String,
    intent: &'a str,
    currency: &'a str,
    payment_create_time: String,
    transaction_status: &'static str,
    merchant_invoice_number: &'a str,
}

impl<'a> CreateReplyV2<'a> {
    /// The page's address is on `origin`, which has no slash at its end.
    pub(crate) fn of(payment: &'a Payment, origin: &str, switches: &Switches) -> Self {
        let bill = payment.bill();
        let paid_by = bill.and_then(|bill| bill.agreement.as_ref());
        let agreement = payment.reserved.as_ref().or(paid_by);
        Self {
            payment_id: payment.id.as_str(),
            agreement_id: agreement.map(|agreement| agreement.as_str()),
            addresses: Addresses::of(payment, origin, switches),
            made: match bill {
                Some(bill) => Made::Payment(NewPayment::of(payment, bill)),
                None => Made::Agreement(NewAgreement::of(payment)),
            },
            signature: payment.signature.as_deref(),
        }
    }
}

impl<'a> NewPayment<'a> {
    fn of(payment: &'a Payment, bill: &'a Bill) -> Self {
        Self {
            amount: bill.amount.to_string(),
            intent: &bill.intent_text,
            currency: &bill.currency,
            payment_create_time: stamp(payment.created_at),
            transaction_status: "Initiated",
            merchant_invoice_number: &bill.merchant_invoice_number,
        }
    }
}
