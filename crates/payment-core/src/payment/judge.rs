//! Whether an answer that claims success fits our record.

use serde::{Deserialize, Serialize};

use super::record::Payment;
use super::report::{GatewayReport, TransactionStatus};
use crate::Taka;

/// The only currency of the gateway. Source: developer portal, Create Payment.
const CURRENCY: &str = "BDT";

/// A point in which the gateway's answer differs from our record, or is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    /// `transactionStatus` is not `Completed`.
    Status,
    /// There is no `trxID`, or a blank one.
    NoTrxId,
    /// The `trxID` belongs to another payment of ours.
    KnownTrxId,
    /// `paymentID` is not the one that we created.
    GatewayPayment,
    /// The amount is not the order's.
    Amount,
    /// The currency is not BDT.
    Currency,
    /// The invoice number is not the order's.
    MerchantInvoiceNumber,
}

/// Every point that does not fit; empty when the payment is completed.
pub(super) fn mismatches(payment: &Payment, report: &GatewayReport) -> Vec<Mismatch> {
    let order = &payment.order;
    let invoice = order.merchant_invoice_number.as_str();
    let trx_id = report.trx_id.as_ref().filter(|id| !id.is_blank());
    let trx_id_known = trx_id.is_some() && !report.trx_id_is_new;
    [
        (
            report.status != TransactionStatus::Completed,
            Mismatch::Status,
        ),
        (trx_id.is_none(), Mismatch::NoTrxId),
        (trx_id_known, Mismatch::KnownTrxId),
        (
            report.gateway_payment.as_ref() != payment.state.gateway_payment(),
            Mismatch::GatewayPayment,
        ),
        (report.amount != Some(order.amount), Mismatch::Amount),
        (
            report.currency.as_deref() != Some(CURRENCY),
            Mismatch::Currency,
        ),
        (
            report.merchant_invoice_number.as_deref() != Some(invoice),
            Mismatch::MerchantInvoiceNumber,
        ),
    ]
    .into_iter()
    .filter_map(|(differs, point)| differs.then_some(point))
    .collect()
}

/// What the gateway says moved by a report that does not fit; zero when it says that nothing did, or when
/// the transaction already stands in the ledger.
pub(super) fn moved_despite(report: &GatewayReport) -> Taka {
    let moved = report.status == TransactionStatus::Completed
        && (report.trx_id_is_new || report.trx_id.is_none());
    report.amount.filter(|_| moved).unwrap_or(Taka::ZERO)
}
