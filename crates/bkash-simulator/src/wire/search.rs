use serde::{Deserialize, Serialize};

use super::envelope::{SUCCESS, Success};
use super::{Given, stamp_of_second};
use crate::world::{Amount, Transaction, TransactionKind};

/// The sandbox merchant's short code (seen in traces).
pub(crate) const SHORT_CODE: &str = "50022";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SearchRequest {
    #[serde(rename = "trxID", alias = "trxId")]
    pub(crate) trx_id: Given,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchReply<'a> {
    #[serde(rename = "trxID")]
    trx_id: &'a str,
    initiation_time: String,
    completed_time: String,
    transaction_type: &'static str,
    customer_msisdn: &'a str,
    payer_account: &'a str,
    transaction_status: &'static str,
    amount: &'a str,
    currency: &'static str,
    organization_short_code: &'static str,
    service_fee: &'static str,
    credited_amount: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_refundable_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_trx_amount: Option<String>,
    payer_type: &'static str,
    #[serde(flatten)]
    success: Success,
}

impl<'a> SearchReply<'a> {
    /// With the amounts of the payment that the transaction belongs to.
    pub(crate) fn of(transaction: &'a Transaction, original: Amount, refundable: Amount) -> Self {
        let at = stamp_of_second(transaction.at);
        let is_refund = matches!(transaction.kind, TransactionKind::Refund { .. });
        Self {
            trx_id: transaction.trx_id.as_str(),
            initiation_time: at.clone(),
            completed_time: at,
            transaction_type: transaction_type(&transaction.kind),
            customer_msisdn: &transaction.wallet,
            payer_account: &transaction.wallet,
            transaction_status: "Completed",
            amount: &transaction.amount_text,
            currency: "BDT",
            organization_short_code: SHORT_CODE,
            service_fee: "0.00",
            credited_amount: transaction.amount.to_string(),
            max_refundable_amount: (!is_refund).then(|| refundable.to_string()),
            original_trx_amount: is_refund.then(|| original.to_string()),
            payer_type: "Customer",
            success: SUCCESS,
        }
    }
}

/// The text of a refund is not recorded anywhere; this one is ours.
fn transaction_type(kind: &TransactionKind) -> &'static str {
    match kind {
        TransactionKind::Payment => "bKash Tokenized Checkout via API",
        TransactionKind::Refund { .. } => "Refund of bKash Tokenized Checkout via API",
    }
}
