use super::super::attention::Concern;
use super::super::decision::{Effect, Notice, Verdict, Why};
use super::super::event::PaymentEvent;
use super::super::judge::{mismatches, moved_despite};
use super::super::record::Payment;
use super::super::report::{GatewayReport, NotPerformed, Refusal};
use super::super::state::{Failure, Held, PaymentState, Settled, Unresolved};
use super::{Change, keep};
use crate::ledger::Movement;
use crate::{GatewayPaymentId, Timestamp, TrxId};

pub(super) fn on(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    since: Timestamp,
    event: PaymentEvent,
    now: Timestamp,
) -> Verdict {
    match event {
        PaymentEvent::ExecuteAnswered(report) => answered(payment, gateway_payment, report, now),
        PaymentEvent::ExecuteRefused(refusal) => declined(payment, gateway_payment, refusal, now),
        PaymentEvent::ExecuteNotPerformed(why) => not_performed(payment, gateway_payment, why, now),
        PaymentEvent::ExecuteUnanswered | PaymentEvent::Woken => {
            unanswered(payment, gateway_payment, since, 1, now)
                .act(Effect::CallQuery(gateway_payment.clone()))
                .into()
        }
        PaymentEvent::ExecuteUnansweredAskLater => {
            unanswered(payment, gateway_payment, since, 0, now).into()
        }
        PaymentEvent::PayerReturned { .. } | PaymentEvent::ExecuteNotPossible(_) => {
            keep(Why::AlreadyDecided)
        }
        // A notification may come before execute's answer.
        PaymentEvent::Hinted(_) | PaymentEvent::Notified(_) => keep(Why::TooEarly),
        PaymentEvent::Superseded { .. } => keep(Why::CannotBeSuperseded),
        PaymentEvent::Resolved(_) => keep(Why::NothingToResolve),
        _ => keep(Why::NotExpected),
    }
}

fn unanswered(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    since: Timestamp,
    queries: u32,
    now: Timestamp,
) -> Change {
    let state = PaymentState::Unresolved(Unresolved {
        gateway_payment: gateway_payment.clone(),
        since,
        queries,
        asking: queries > 0,
        initiated_answers: 0,
        last_initiated_at: None,
        retry_allowed: false,
    });
    Change::to(payment, state, now).tell(Notice::PaymentUnresolved)
}

/// An answer 0000 to execute, or `Completed` to query: completed if everything fits, held otherwise.
pub(super) fn answered(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    report: GatewayReport,
    now: Timestamp,
) -> Verdict {
    let points = mismatches(payment, &report);
    if !points.is_empty() {
        return held(
            payment,
            gateway_payment,
            Some(report),
            Concern::Mismatch { points },
            now,
        );
    }
    completed(payment, gateway_payment, report, now)
}

/// `report` has been judged to fit, so it has a trxID.
pub(super) fn completed(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    report: GatewayReport,
    now: Timestamp,
) -> Verdict {
    match report.trx_id {
        Some(trx_id) => paid(payment, gateway_payment, trx_id, now),
        None => keep(Why::NotExpected),
    }
}

/// The order's amount has come by this transaction; late, if the shop was told otherwise before.
pub(super) fn paid(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    trx_id: TrxId,
    now: Timestamp,
) -> Verdict {
    let moved = payment.order.amount;
    let late = late_concern(payment);
    let settled = Settled {
        gateway_payment: gateway_payment.clone(),
        trx_id: trx_id.clone(),
        moved,
        at: now,
    };
    let change = Change::to(payment, PaymentState::Completed(settled), now)
        .nothing_to_look_at()
        .post(Movement::PaymentReceived, moved, Some(trx_id))
        .tell(Notice::PaymentCompleted);
    match late {
        Some(concern) => change.attention(concern).into(),
        None => change.into(),
    }
}

/// Why money that arrives now contradicts what the shop was told.
fn late_concern(payment: &Payment) -> Option<Concern> {
    match payment.superseded_by {
        Some(by) => Some(Concern::SupersededCompletion { by }),
        None => payment.state.is_closed().then_some(Concern::LateCompletion),
    }
}

pub(super) fn held(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    report: Option<GatewayReport>,
    concern: Concern,
    now: Timestamp,
) -> Verdict {
    let in_suspense = report.as_ref().map(moved_despite).unwrap_or_default();
    let trx_id = report.as_ref().and_then(|report| report.trx_id.clone());
    let state = PaymentState::Held(Held {
        gateway_payment: gateway_payment.clone(),
        report,
        in_suspense,
    });
    Change::to(payment, state, now)
        .post(Movement::PaymentInSuspense, in_suspense, trx_id)
        .attention(concern)
        .into()
}

pub(super) fn declined(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    refusal: Refusal,
    now: Timestamp,
) -> Verdict {
    let state = PaymentState::Declined {
        gateway_payment: gateway_payment.clone(),
        refusal,
    };
    Change::to(payment, state, now)
        .tell(Notice::PaymentDeclined)
        .into()
}

pub(super) fn not_performed(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    why: NotPerformed,
    now: Timestamp,
) -> Verdict {
    let state = PaymentState::Failed {
        gateway_payment: Some(gateway_payment.clone()),
        failure: Failure::ExecuteNotPerformed(why),
    };
    Change::to(payment, state, now)
        .tell(Notice::PaymentFailed)
        .into()
}
