use super::super::decision::{Notice, Verdict, Why};
use super::super::event::{PaymentEvent, Resolution};
use super::super::judge::{mismatches, moved_despite};
use super::super::record::Payment;
use super::super::report::{GatewayReport, TransactionStatus};
use super::super::state::{Failure, Held, PaymentState};
use super::{Change, again, executing, found, keep, notified};
use crate::Timestamp;

pub(super) fn on(payment: &Payment, held: &Held, event: PaymentEvent, now: Timestamp) -> Verdict {
    match event {
        PaymentEvent::ExecuteAnswered(report) | PaymentEvent::QueryAnswered(report) => {
            answered_again(payment, held, report, now)
        }
        PaymentEvent::Notified(found) => notified::beside_held(payment, held, found, now),
        PaymentEvent::Resolved(Resolution::Paid(found)) => {
            found::paid(payment, &held.gateway_payment, Some(held), found, now)
        }
        PaymentEvent::Resolved(Resolution::Unpaid) if held.in_suspense.is_zero() => {
            let state = PaymentState::Failed {
                gateway_payment: Some(held.gateway_payment.clone()),
                failure: Failure::FoundUnpaid,
            };
            Change::to(payment, state, now)
                .nothing_to_look_at()
                .tell(Notice::PaymentFailed)
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

/// An answer after another one had contradicted: believed if it fits in every point, and what it says
/// moved is booked in any case.
fn answered_again(
    payment: &Payment,
    held: &Held,
    report: GatewayReport,
    now: Timestamp,
) -> Verdict {
    if !held.in_suspense.is_zero() {
        let named = held
            .report
            .as_ref()
            .and_then(|before| before.trx_id.as_ref());
        // Money that came without a trxID is most likely this very money: it is not booked twice.
        let Some(named) = named.filter(|id| !id.is_blank()) else {
            return keep(Why::AlreadyDecided);
        };
        return again::answered(payment, (named, held.in_suspense), &report, now);
    }
    let gateway_payment = &held.gateway_payment;
    let fits = mismatches(payment, &report).is_empty();
    let first_claim = held.report.is_none() && report.status == TransactionStatus::Completed;
    if fits || first_claim || !moved_despite(&report).is_zero() {
        return executing::answered(payment, gateway_payment, report, now);
    }
    keep(Why::AlreadyDecided)
}
