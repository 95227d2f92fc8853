//! What the gateway says of a payment, and whether that is what was asked for.

use jiff::Timestamp;

use crate::amount::Amount;
use crate::ids::{GatewayPaymentId, TrxId, WalletNumber};
use crate::reply::MaskedReply;
use crate::wire::fields::{Fields, Missing};

/// The state of a payment or transaction, by the gateway's word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TransactionStatus {
    /// Money moved.
    Completed,
    /// Money is held for a later capture.
    Authorized,
    /// No money moved so far. A payment that failed or was cancelled on the pages stays here.
    Initiated,
    /// Given up.
    Cancelled,
    /// Another word, as it came; empty if there was none.
    Other(String),
}

/// Whether the payer got past the PIN.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum VerificationStatus {
    /// Approved; with `Initiated` it waits for execute.
    Complete,
    /// Not approved, or no more.
    Incomplete,
    /// Another word, as it came.
    Other(String),
}

/// What the gateway says of one payment. What it does not say is `None`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PaymentReport {
    /// The payment that the gateway speaks of.
    pub payment_id: Option<GatewayPaymentId>,
    /// The movement of money; only with a completed or authorized payment.
    pub trx_id: Option<TrxId>,
    /// Compare it: an answer with code 0000 can carry any status.
    pub transaction_status: TransactionStatus,
    /// What moved, or would.
    pub amount: Option<Amount>,
    /// `BDT`, so far.
    pub currency: Option<String>,
    /// The merchant's number from create.
    pub merchant_invoice_number: Option<String>,
    /// Who paid; execute only.
    pub customer_msisdn: Option<WalletNumber>,
    /// As given with create; often a wallet number.
    pub payer_reference: Option<WalletNumber>,
    /// Query only.
    pub verification_status: Option<VerificationStatus>,
    /// By the gateway's clock.
    pub executed_at: Option<Timestamp>,
    /// What is left to refund; only newer replies say it.
    pub max_refundable: Option<Amount>,
    /// What came over the wire.
    pub reply: MaskedReply,
}

/// What a merchant's own record says of a payment.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// From create.
    pub payment_id: &'a GatewayPaymentId,
    /// From the order.
    pub amount: Amount,
    /// From the order.
    pub merchant_invoice_number: &'a str,
}

/// Why a report does not settle a payment: hold it for a person, money may have moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the gateway's answer does not match our record: {}", .0.join(", "))]
pub struct Mismatch(Vec<&'static str>);

impl Mismatch {
    /// The members that differ or are missing, by their names on the wire.
    #[must_use]
    pub fn members(&self) -> &[&'static str] {
        &self.0
    }
}

impl PaymentReport {
    /// Whether this is the completion of exactly what was expected. That the trxID is new is for
    /// the caller to check, who knows all the others.
    ///
    /// # Errors
    /// Names every member that differs.
    pub fn settles(&self, expected: &Expected<'_>) -> Result<(), Mismatch> {
        let invoice = self.merchant_invoice_number.as_deref();
        let agreements = [
            (
                "transactionStatus",
                self.transaction_status == TransactionStatus::Completed,
            ),
            ("trxID", self.trx_id.is_some()),
            (
                "paymentID",
                self.payment_id.as_ref() == Some(expected.payment_id),
            ),
            ("amount", self.amount == Some(expected.amount)),
            ("currency", self.currency.as_deref() == Some("BDT")),
            (
                "merchantInvoiceNumber",
                invoice == Some(expected.merchant_invoice_number),
            ),
        ];
        let differing: Vec<_> = agreements
            .into_iter()
            .filter(|(_, agrees)| !agrees)
            .map(|(name, _)| name)
            .collect();
        if differing.is_empty() {
            Ok(())
        } else {
            Err(Mismatch(differing))
        }
    }
}

/// Reads execute and query, whose members differ in name only. Nothing is required: a success
/// that leaves something out has still happened.
pub(super) fn read(fields: &Fields, reply: MaskedReply) -> Result<PaymentReport, Missing> {
    Ok(PaymentReport {
        payment_id: fields.text(&["paymentID", "paymentId"]).map(Into::into),
        trx_id: fields.text(&["trxID", "trxId"]).map(Into::into),
        transaction_status: TransactionStatus::read(fields, &["transactionStatus"]),
        amount: fields.amount(&["amount"]),
        currency: fields.text(&["currency"]),
        // Query writes the shorter name (developer portal: Query Payment).
        merchant_invoice_number: fields.text(&["merchantInvoiceNumber", "merchantInvoice"]),
        customer_msisdn: fields.wallet(&["customerMsisdn", "payerAccount"]),
        payer_reference: fields.wallet(&["payerReference"]),
        verification_status: fields
            .text(&["verificationStatus", "userVerificationStatus"])
            .map(VerificationStatus::from),
        executed_at: fields.time(&["paymentExecuteTime", "updateTime"]),
        max_refundable: fields.amount(&["maxRefundableAmount"]),
        reply,
    })
}

impl TransactionStatus {
    pub(super) fn read(fields: &Fields, names: &[&str]) -> Self {
        fields.text(names).unwrap_or_default().into()
    }
}

impl From<String> for TransactionStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "Completed" => Self::Completed,
            "Authorized" => Self::Authorized,
            "Initiated" => Self::Initiated,
            "Cancelled" => Self::Cancelled,
            _ => Self::Other(word),
        }
    }
}

impl From<String> for VerificationStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "Complete" => Self::Complete,
            "Incomplete" => Self::Incomplete,
            _ => Self::Other(word),
        }
    }
}
