use serde::Serialize;

use super::envelope::{SUCCESS, Success};
use super::stamp;
use crate::world::{Payment, Stage};

/// Query spells the invoice `merchantInvoice`, alone among the calls.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueryReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    mode: &'static str,
    payment_create_time: String,
    amount: &'a str,
    currency: &'a str,
    intent: &'a str,
    merchant_invoice: &'a str,
    transaction_status: &'static str,
    verification_status: &'static str,
    payer_reference: &'a str,
    #[serde(flatten)]
    success: Success,
    #[serde(flatten)]
    completed: Option<Completed<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Completed<'a> {
    payment_execute_time: String,
    #[serde(rename = "trxID")]
    trx_id: &'a str,
    max_refundable_amount: String,
    payer_type: &'static str,
    payer_account: &'a str,
}

impl<'a> QueryReply<'a> {
    /// A payment that failed or was cancelled on the page still reads `Initiated`.
    pub(crate) fn of(payment: &'a Payment) -> Self {
        let order = &payment.order;
        let completed = match &payment.stage {
            Stage::Completed(completion) => Some(Completed {
                payment_execute_time: stamp(completion.at),
                trx_id: completion.trx_id.as_str(),
                max_refundable_amount: payment.refundable().to_string(),
                payer_type: "Customer",
                payer_account: &completion.wallet,
            }),
            _ => None,
        };
        Self {
            payment_id: payment.id.as_str(),
            mode: Payment::MODE,
            payment_create_time: stamp(payment.created_at),
            amount: &order.amount_text,
            currency: &order.currency,
            intent: &order.intent,
            merchant_invoice: &order.merchant_invoice_number,
            transaction_status: if completed.is_some() {
                "Completed"
            } else {
                "Initiated"
            },
            verification_status: if payment.is_verified() {
                "Complete"
            } else {
                "Incomplete"
            },
            payer_reference: &order.payer_reference,
            success: SUCCESS,
            completed,
        }
    }
}
