use serde::{Deserialize, Serialize};

use crate::shop::price::Price;

/// What the shop asks for. The amount comes from the catalogue.
#[derive(Debug, Serialize)]
pub struct NewPayment {
    pub amount: String,
    /// The shop's order number: the service lets an invoice be paid once, however often it is tried.
    pub merchant_invoice_number: String,
    pub payer_reference: String,
    pub return_url: String,
}

/// The fields of a payment that this shop reads; the service sends more.
#[derive(Clone, Debug, Deserialize)]
pub struct Payment {
    pub id: String,
    pub status: PaymentStatus,
    pub merchant_invoice_number: String,
    /// Where to send the payer; only while the payment awaits them.
    pub checkout_url: Option<String>,
    pub trx_id: Option<String>,
    paid_amount: Option<String>,
    pub paid_at: Option<String>,
    pub status_reason: Option<String>,
    /// The gateway's own words where it refused.
    pub message: Option<String>,
    pub retry_allowed: bool,
    /// Rises with every change, so that a late webhook cannot bring back an old state.
    pub version: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    Creating,
    AwaitingPayer,
    Executing,
    Completed,
    Declined,
    Unresolved,
    Cancelled,
    Failed,
    Expired,
    Held,
}

impl Payment {
    /// What moved, which the service has compared with what was asked.
    pub fn paid_amount(&self) -> Option<Price> {
        self.paid_amount.as_deref()?.parse().ok()
    }
}
