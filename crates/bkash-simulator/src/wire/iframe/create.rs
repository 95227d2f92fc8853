use serde::Serialize;

use crate::wire::stamp;
use crate::world::{Bill, Payment};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IframeCreateReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    create_time: String,
    /// We have none.
    org_logo: Option<&'a str>,
    org_name: &'a str,
    transaction_status: &'static str,
    amount: &'a str,
    currency: &'a str,
    intent: &'a str,
    merchant_invoice_number: &'a str,
}

impl<'a> IframeCreateReply<'a> {
    pub(crate) fn of(payment: &'a Payment, bill: &'a Bill) -> Self {
        Self {
            payment_id: payment.id.as_str(),
            create_time: stamp(payment.created_at),
            org_logo: None,
            org_name: "Simulated merchant",
            transaction_status: payment.status(),
            amount: &bill.amount_text,
            currency: &bill.currency,
            intent: &bill.intent_text,
            merchant_invoice_number: &bill.merchant_invoice_number,
        }
    }
}
