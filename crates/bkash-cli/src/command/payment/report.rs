//! What the gateway says of a payment, as fields.

use bkash_client::{Amount, GatewayPaymentId, PaymentReport, TrxId, VerificationStatus};

use crate::gateway::status;
use crate::output::{Record, time};

pub(super) fn record(report: &PaymentReport) -> Record {
    Record::new()
        .with(
            "gateway_payment_id",
            report.payment_id.as_ref().map(GatewayPaymentId::as_str),
        )
        .with("trx_id", report.trx_id.as_ref().map(TrxId::as_str))
        .with("transaction_status", status(&report.transaction_status))
        .with("amount", report.amount.map(Amount::to_wire))
        .with("currency", report.currency.as_deref())
        .with(
            "merchant_invoice_number",
            report.merchant_invoice_number.as_deref(),
        )
        .with(
            "payer",
            report.customer_msisdn.as_ref().map(ToString::to_string),
        )
        .with(
            "verification_status",
            report.verification_status.as_ref().map(verification),
        )
        .with("executed_at", report.executed_at.map(time))
}

fn verification(status: &VerificationStatus) -> &str {
    match status {
        VerificationStatus::Complete => "Complete",
        VerificationStatus::Incomplete => "Incomplete",
        VerificationStatus::Other(word) => word,
    }
}
