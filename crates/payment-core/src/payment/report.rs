use serde::{Deserialize, Serialize};

use crate::{GatewayPaymentId, Taka, TrxId};

/// What the gateway said of a payment with code 0000, from execute or query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayReport {
    /// The payment it speaks of.
    pub gateway_payment: Option<GatewayPaymentId>,
    /// Where that payment stands.
    pub status: TransactionStatus,
    /// Present once money moved.
    pub trx_id: Option<TrxId>,
    /// Whether neither another payment nor any ledger entry of ours carries this `trx_id`; the caller looks it up.
    pub trx_id_is_new: bool,
    /// `None` when absent or unreadable.
    pub amount: Option<Taka>,
    /// `None` when absent.
    pub currency: Option<String>,
    /// `None` when absent.
    pub merchant_invoice_number: Option<String>,
}

/// The gateway's `transactionStatus`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionStatus {
    /// No money has moved. A payment that failed on the hosted page stays so.
    Initiated,
    /// Money moved.
    Completed,
    /// Any other word.
    Other(String),
}

/// A code by which the gateway said no, and its message as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Four digits as a rule.
    pub code: String,
    /// To be shown to the payer as it came. Source: onboarding brief, action point 3.
    pub message: String,
}

/// Why a call that moves money certainly did not reach the gateway's backend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotPerformed {
    /// For the operator; without secrets.
    pub reason: String,
}
