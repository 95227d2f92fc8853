use serde::Serialize;

use super::envelope::{SUCCESS, Success};
use super::stamp;
use crate::world::Executed;

/// The newest age of reply: with payerType, payerAccount and maxRefundableAmount.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExecuteReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    #[serde(rename = "trxID")]
    trx_id: &'a str,
    transaction_status: &'static str,
    amount: &'a str,
    currency: &'a str,
    intent: &'a str,
    payment_execute_time: String,
    merchant_invoice_number: &'a str,
    payer_type: &'static str,
    payer_reference: &'a str,
    customer_msisdn: &'a str,
    payer_account: &'a str,
    max_refundable_amount: String,
    #[serde(flatten)]
    success: Success,
}

impl<'a> ExecuteReply<'a> {
    pub(crate) fn of(executed: &'a Executed) -> Self {
        let (order, completion) = (&executed.order, &executed.completion);
        Self {
            payment_id: executed.payment_id.as_str(),
            trx_id: completion.trx_id.as_str(),
            transaction_status: "Completed",
            amount: &order.amount_text,
            currency: &order.currency,
            intent: &order.intent,
            payment_execute_time: stamp(completion.at),
            merchant_invoice_number: &order.merchant_invoice_number,
            payer_type: "Customer",
            payer_reference: &order.payer_reference,
            customer_msisdn: &completion.wallet,
            payer_account: &completion.wallet,
            max_refundable_amount: order.amount.to_string(),
            success: SUCCESS,
        }
    }
}
