use serde::{Deserialize, Serialize};

use super::envelope::{SUCCESS, Success};
use super::{Given, stamp};
use crate::world::{Dialect, Refund, TrxId};

/// One path for the refund and for its status, told apart by the amount.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RefundV1Request {
    #[serde(rename = "paymentID", alias = "paymentId")]
    pub(crate) payment_id: Given,
    #[serde(rename = "trxID", alias = "trxId")]
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
    success: Option<Success>,
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
    /// The iframe checkout has no status code.
    pub(crate) fn of(original: &'a TrxId, refund: &'a Refund, dialect: Dialect) -> Self {
        Self {
            success: (dialect != Dialect::Iframe).then_some(SUCCESS),
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
