//! The gateway speaks again of money that is already booked.

use super::super::attention::Concern;
use super::super::decision::{Verdict, Why};
use super::super::judge::moved_despite;
use super::super::record::Payment;
use super::super::report::{GatewayReport, TransactionStatus};
use super::{Change, keep};
use crate::ledger::Movement;
use crate::{Taka, Timestamp, TrxId};

/// The same transaction twice is no news, unless its amount has changed; another one may be the payer's
/// money taken twice.
pub(super) fn answered(
    payment: &Payment,
    booked: (&TrxId, Taka),
    report: &GatewayReport,
    now: Timestamp,
) -> Verdict {
    let (booked_by, amount) = booked;
    let Some(trx_id) = report.trx_id.as_ref().filter(|id| !id.is_blank()) else {
        return keep(Why::AlreadyDecided);
    };
    if booked_by == trx_id {
        return same_transaction(payment, amount, report, now);
    }
    let concern = Concern::SecondTransaction {
        trx_id: trx_id.clone(),
    };
    let moved = moved_despite(report);
    if moved.is_zero() || is_known(payment, &concern) {
        return keep(Why::AlreadyDecided);
    }
    Change::to(payment, payment.state.clone(), now)
        .post(Movement::PaymentInSuspense, moved, Some(trx_id.clone()))
        .attention(concern)
        .into()
}

fn same_transaction(
    payment: &Payment,
    booked: Taka,
    report: &GatewayReport,
    now: Timestamp,
) -> Verdict {
    let completed = report.status == TransactionStatus::Completed;
    let Some(said) = report
        .amount
        .filter(|amount| completed && *amount != booked)
    else {
        return keep(Why::AlreadyDecided);
    };
    let concern = Concern::Contradiction {
        said: said.to_string(),
    };
    if is_known(payment, &concern) {
        return keep(Why::AlreadyDecided);
    }
    Change::to(payment, payment.state.clone(), now)
        .attention(concern)
        .into()
}

fn is_known(payment: &Payment, concern: &Concern) -> bool {
    payment
        .attention
        .as_ref()
        .is_some_and(|attention| attention.concern == *concern)
}
