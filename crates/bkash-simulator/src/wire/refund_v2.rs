use serde::{Deserialize, Serialize};

use super::{Given, stamp, stamp_of_second, stamp_without_offset};
use crate::world::{Completion, Payment, Refund, RefundMade};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct RefundV2Request {
    #[serde(alias = "paymentID")]
    pub(crate) payment_id: Given,
    #[serde(alias = "trxID")]
    pub(crate) trx_id: Given,
    pub(crate) refund_amount: Given,
    pub(crate) sku: Given,
    pub(crate) reason: Given,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct RefundV2StatusRequest {
    #[serde(alias = "paymentID")]
    pub(crate) payment_id: Given,
    #[serde(alias = "trxID")]
    pub(crate) trx_id: Given,
}

/// A success of family B has no status code.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundV2Reply<'a> {
    original_trx_id: &'a str,
    refund_trx_id: &'a str,
    refund_transaction_status: &'static str,
    original_trx_amount: String,
    refund_amount: String,
    currency: &'static str,
    completed_time: String,
    sku: &'a str,
    reason: &'a str,
}

impl<'a> RefundV2Reply<'a> {
    pub(crate) fn of(made: &'a RefundMade, sku: &'a str, reason: &'a str) -> Self {
        let refund = &made.refund;
        Self {
            original_trx_id: made.original_trx_id.as_str(),
            refund_trx_id: refund.trx_id.as_str(),
            refund_transaction_status: "Completed",
            original_trx_amount: made.original_amount.to_string(),
            refund_amount: refund.amount.to_string(),
            currency: "BDT",
            completed_time: stamp(refund.at),
            sku,
            reason,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundV2StatusReply<'a> {
    original_trx_id: &'a str,
    original_trx_amount: String,
    original_trx_completed_time: String,
    refund_transactions: Vec<Entry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    refund_trx_id: &'a str,
    refund_transaction_status: &'static str,
    refund_amount: String,
    completed_time: String,
}

impl<'a> RefundV2StatusReply<'a> {
    pub(crate) fn of(payment: &'a Payment, completion: &'a Completion) -> Self {
        let entry = |refund: &'a Refund| Entry {
            refund_trx_id: refund.trx_id.as_str(),
            refund_transaction_status: "Completed",
            refund_amount: refund.amount.to_string(),
            completed_time: stamp_without_offset(refund.at),
        };
        Self {
            original_trx_id: completion.trx_id.as_str(),
            original_trx_amount: payment.charge().to_string(),
            original_trx_completed_time: stamp_of_second(completion.updated_at),
            refund_transactions: payment.refunds.iter().map(entry).collect(),
        }
    }
}
