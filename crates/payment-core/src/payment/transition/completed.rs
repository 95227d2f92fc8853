use super::super::attention::Concern;
use super::super::decision::{Verdict, Why};
use super::super::event::{PaymentEvent, Resolution};
use super::super::judge::moved_despite;
use super::super::record::Payment;
use super::super::report::GatewayReport;
use super::super::state::Settled;
use super::{Change, keep};
use crate::Timestamp;
use crate::ledger::Movement;

pub(super) fn on(
    payment: &Payment,
    settled: &Settled,
    event: PaymentEvent,
    now: Timestamp,
) -> Verdict {
    match event {
        PaymentEvent::ExecuteAnswered(report) | PaymentEvent::QueryAnswered(report) => {
            answered_again(payment, settled, &report, now)
        }
        PaymentEvent::Resolved(Resolution::Acknowledged) if payment.attention.is_some() => {
            Change::to(payment, payment.state.clone(), now)
                .seen_by_a_person()
                .into()
        }
        PaymentEvent::Resolved(_) => keep(Why::NothingToResolve),
        PaymentEvent::PayerReturned { .. } | PaymentEvent::ExecuteNotPossible(_) => {
            keep(Why::AlreadyDecided)
        }
        PaymentEvent::Superseded { .. } => keep(Why::CannotBeSuperseded),
        _ => keep(Why::NotExpected),
    }
}

/// The same transaction twice is no news; another one may be the payer's money taken twice.
fn answered_again(
    payment: &Payment,
    settled: &Settled,
    report: &GatewayReport,
    now: Timestamp,
) -> Verdict {
    let Some(trx_id) = report
        .trx_id
        .clone()
        .filter(|trx_id| *trx_id != settled.trx_id)
    else {
        return keep(Why::AlreadyDecided);
    };
    let moved = moved_despite(report);
    if moved.is_zero() {
        return keep(Why::AlreadyDecided);
    }
    Change::to(payment, payment.state.clone(), now)
        .post(Movement::PaymentInSuspense, moved, Some(trx_id.clone()))
        .attention(Concern::SecondTransaction { trx_id })
        .into()
}
