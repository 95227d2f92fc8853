use serde::{Deserialize, Serialize};

use crate::shop::price::Price;

#[derive(Debug, Serialize)]
pub struct NewRefund {
    pub amount: String,
    pub sku: String,
    pub reason: String,
}

/// The fields of a refund that this shop reads.
#[derive(Clone, Debug, Deserialize)]
pub struct Refund {
    pub id: String,
    pub payment_id: String,
    pub status: RefundStatus,
    amount: String,
    pub reason: String,
    pub refund_trx_id: Option<String>,
    /// The gateway's own words where it refused.
    pub message: Option<String>,
    pub created_at: String,
    pub version: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    Pending,
    Completed,
    Declined,
    Unresolved,
}

impl Refund {
    pub fn amount(&self) -> Price {
        self.amount.parse().unwrap_or_default()
    }

    /// Whether its amount is gone, or may be.
    pub fn counts(&self) -> bool {
        self.status != RefundStatus::Declined
    }
}
