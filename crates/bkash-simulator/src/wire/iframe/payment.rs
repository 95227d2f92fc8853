use jiff::Timestamp;
use serde::Serialize;

use crate::wire::stamp;
use crate::world::{Amount, Bill, Payment};

/// What execute, capture and void answer.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IframePaymentReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    create_time: String,
    update_time: String,
    #[serde(rename = "trxID", skip_serializing_if = "Option::is_none")]
    trx_id: Option<&'a str>,
    transaction_status: &'static str,
    amount: &'a str,
    currency: &'a str,
    intent: &'a str,
    merchant_invoice_number: &'a str,
}

impl<'a> IframePaymentReply<'a> {
    pub(crate) fn of(payment: &'a Payment, bill: &'a Bill) -> Self {
        let completion = payment.completion();
        Self {
            payment_id: payment.id.as_str(),
            create_time: stamp(payment.created_at),
            update_time: stamp(updated_at(payment)),
            trx_id: completion.map(|completion| completion.trx_id.as_str()),
            transaction_status: payment.status(),
            amount: &bill.amount_text,
            currency: &bill.currency,
            intent: &bill.intent_text,
            merchant_invoice_number: &bill.merchant_invoice_number,
        }
    }
}

/// With what went back, by any refund product.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IframeQueryReply<'a> {
    #[serde(flatten)]
    payment: IframePaymentReply<'a>,
    refund_amount: String,
}

impl<'a> IframeQueryReply<'a> {
    pub(crate) fn of(payment: &'a Payment, bill: &'a Bill) -> Self {
        let refunded: Amount = payment.refunds.iter().map(|refund| refund.amount).sum();
        Self {
            payment: IframePaymentReply::of(payment, bill),
            refund_amount: refunded.to_string(),
        }
    }
}

fn updated_at(payment: &Payment) -> Timestamp {
    payment
        .completion()
        .map_or(payment.created_at, |completion| completion.updated_at)
}
