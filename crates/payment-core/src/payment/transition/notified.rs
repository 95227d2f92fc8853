//! A notification told of money for this invoice, and the gateway's search has confirmed it.
//!
//! Neither names the paymentID: the invoice and the amount tie the money to its order.

use super::super::decision::{Verdict, Why};
use super::super::event::FoundTransaction;
use super::super::record::Payment;
use super::super::report::{GatewayReport, TransactionStatus};
use super::super::state::Held;
use super::{again, executing, keep};
use crate::{GatewayPaymentId, Taka, Timestamp, TrxId};

/// No other money has come for this payment. It is completed by the order's amount and by nothing else, and
/// marked as any late completion is.
pub(super) fn alone(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    found: FoundTransaction,
    now: Timestamp,
) -> Verdict {
    let fits = found.amount == payment.order.amount;
    if !fits || !found.trx_id_is_new || found.trx_id.is_blank() {
        return keep(Why::NothingToResolve);
    }
    executing::paid(payment, gateway_payment, found.trx_id, now)
}

/// Money is booked for this payment already: the same is no news, other money is a second payment.
pub(super) fn beside(
    payment: &Payment,
    booked: (&TrxId, Taka),
    found: FoundTransaction,
    now: Timestamp,
) -> Verdict {
    let report = GatewayReport {
        gateway_payment: None,
        status: TransactionStatus::Completed,
        trx_id: Some(found.trx_id),
        trx_id_is_new: found.trx_id_is_new,
        amount: Some(found.amount),
        currency: None,
        merchant_invoice_number: None,
    };
    again::answered(payment, booked, &report, now)
}

/// A person decides already, and sees the notification too.
pub(super) fn beside_held(
    payment: &Payment,
    held: &Held,
    found: FoundTransaction,
    now: Timestamp,
) -> Verdict {
    let named = held.report.as_ref().and_then(|it| it.trx_id.as_ref());
    match named.filter(|id| !id.is_blank()) {
        Some(named) if *named == found.trx_id => keep(Why::AlreadyDecided),
        Some(named) if !held.in_suspense.is_zero() => {
            beside(payment, (named, held.in_suspense), found, now)
        }
        _ => keep(Why::NothingToResolve),
    }
}
