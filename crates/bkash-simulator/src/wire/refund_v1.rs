use serde::{Deserialize, Serialize};

use super::envelope::{SUCCESS, Success};
use super::{Given, stamp};
use crate::world::{Refund, TrxId};

/// One path for the refund and for its status, told apart by the amount.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RefundV1Request {
    #[serde(rename = "paymentID")]
    pub(crate) payment_id: Given,
    #[serde(rename = "trxID")]
    pub(crate) trx_id: Given,
    pub(crate) amount: Given,
    pub(crate) sku: Given,
    pub(crate) reason: Given,
}

impl RefundV1Request {
    pub(crate) fn asks_for_status(&self) -> bool {
        self.amount == Given::Absent && self.sku == Given::Absent && self.reason == Given::Absent
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundV1Reply<'a> {
    #[serde(flatten)]
    success: Success,
    #[serde(rename = "originalTrxID")]
    original_trx_id: &'a str,
    #[serde(rename = "refundTrxID")]
    refund_trx_id: &'a str,
    transaction_status: &'static str,
    amount: &'a str,
    currency: &'static str,
    charge: &'static str,
    completed_time: String,
}

impl<'a> RefundV1Reply<'a> {
    pub(crate) fn of(original: &'a TrxId, refund: &'a Refund) -> Self {
        Self {
            success: SUCCESS,
            original_trx_id: original.as_str(),
            refund_trx_id: refund.trx_id.as_str(),
            transaction_status: "Completed",
            amount: &refund.amount_text,
            currency: "BDT",
            charge: "0.00",
            completed_time: stamp(refund.at),
        }
    }
}
