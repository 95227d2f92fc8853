use super::super::attention::Concern;
use super::super::decision::{Effect, Notice, Verdict, Why};
use super::super::event::{PaymentEvent, Resolution};
use super::super::hint::{Hint, may_be_queried};
use super::super::record::Payment;
use super::super::report::{GatewayReport, TransactionStatus};
use super::super::schedule::{
    NOT_TAKEN_AFTER, QUERIES_MAX, RETRY_ALLOWED_AFTER, RETRY_ALLOWED_ANSWERS,
};
use super::super::state::{Failure, PaymentState, Unresolved};
use super::{Change, executing, found, keep, notified};
use crate::Timestamp;

pub(super) fn on(
    payment: &Payment,
    unresolved: &Unresolved,
    event: PaymentEvent,
    now: Timestamp,
) -> Verdict {
    let gateway_payment = &unresolved.gateway_payment;
    match event {
        PaymentEvent::QueryAnswered(report) => query_answered(payment, unresolved, report, now),
        PaymentEvent::QueryRefused(refusal) => {
            let concern = Concern::Contradiction { said: refusal.code };
            executing::held(payment, gateway_payment, None, concern, now)
        }
        PaymentEvent::QueryUnanswered => waits(payment, unresolved, 0, now),
        PaymentEvent::Woken => woken(payment, unresolved, now),
        PaymentEvent::Hinted(hint) => hinted(payment, unresolved, &hint, now),
        PaymentEvent::Notified(_) if unresolved.asking => keep(Why::TooEarly),
        PaymentEvent::Notified(found) => notified::alone(payment, gateway_payment, found, now),
        // Execute's own answer, late: after a crash another process may have given it up too early.
        PaymentEvent::ExecuteAnswered(report) => {
            executing::answered(payment, gateway_payment, report, now)
        }
        PaymentEvent::ExecuteRefused(refusal) => {
            executing::declined(payment, gateway_payment, refusal, now)
        }
        PaymentEvent::ExecuteNotPerformed(why) => {
            executing::not_performed(payment, gateway_payment, why, now)
        }
        PaymentEvent::Superseded { by }
            if unresolved.retry_allowed && payment.superseded_by.is_none() =>
        {
            Change::to(payment, payment.state.clone(), now)
                .superseded(by)
                .into()
        }
        PaymentEvent::Superseded { .. } => keep(Why::CannotBeSuperseded),
        PaymentEvent::Resolved(Resolution::Paid(trx)) => {
            found::paid(payment, gateway_payment, None, trx, now)
        }
        PaymentEvent::Resolved(Resolution::Unpaid) => {
            ended(payment, unresolved, Failure::FoundUnpaid, now).into()
        }
        PaymentEvent::Resolved(Resolution::Acknowledged) => keep(Why::NothingToResolve),
        PaymentEvent::PayerReturned { .. } | PaymentEvent::ExecuteNotPossible(_) => {
            keep(Why::AlreadyDecided)
        }
        _ => keep(Why::NotExpected),
    }
}

fn query_answered(
    payment: &Payment,
    unresolved: &Unresolved,
    report: GatewayReport,
    now: Timestamp,
) -> Verdict {
    let gateway_payment = &unresolved.gateway_payment;
    match &report.status {
        TransactionStatus::Completed => executing::answered(payment, gateway_payment, report, now),
        TransactionStatus::Initiated => waits(payment, unresolved, 1, now),
        TransactionStatus::Other(word) => {
            let concern = Concern::Contradiction { said: word.clone() };
            executing::held(payment, gateway_payment, Some(report), concern, now)
        }
    }
}

/// A query is over and settled nothing. A late completion stays possible, so this never ends the payment;
/// it only permits a new one in time.
fn waits(payment: &Payment, unresolved: &Unresolved, initiated: u32, now: Timestamp) -> Verdict {
    let initiated_answers = unresolved.initiated_answers.saturating_add(initiated);
    let retry_allowed = unresolved.retry_allowed
        || initiated_answers >= RETRY_ALLOWED_ANSWERS
            && now.since(unresolved.since) >= RETRY_ALLOWED_AFTER;
    let state = PaymentState::Unresolved(Unresolved {
        asking: false,
        initiated_answers,
        last_initiated_at: if initiated > 0 {
            Some(now)
        } else {
            unresolved.last_initiated_at
        },
        retry_allowed,
        ..unresolved.clone()
    });
    let change = Change::to(payment, state, now);
    if retry_allowed && !unresolved.retry_allowed {
        return change.tell(Notice::PaymentUnresolved).into();
    }
    change.into()
}

fn woken(payment: &Payment, unresolved: &Unresolved, now: Timestamp) -> Verdict {
    if now >= payment.dies_at() {
        return died(payment, unresolved, now);
    }
    if unresolved.queries >= QUERIES_MAX {
        // The last query's answer was lost: it is given up, or this payment would be due without end.
        return match unresolved.asking {
            true => waits(payment, unresolved, 0, now),
            false => keep(Why::TooEarly),
        };
    }
    asks(payment, unresolved, now)
}

/// The query is asked now instead of at its time.
fn hinted(payment: &Payment, unresolved: &Unresolved, hint: &Hint, now: Timestamp) -> Verdict {
    if unresolved.asking {
        return keep(Why::TooEarly);
    }
    match may_be_queried(payment, unresolved, hint, now) {
        true => asks(payment, unresolved, now),
        false => keep(Why::NotExpected),
    }
}

fn asks(payment: &Payment, unresolved: &Unresolved, now: Timestamp) -> Verdict {
    let state = PaymentState::Unresolved(Unresolved {
        queries: unresolved.queries + 1,
        asking: true,
        ..unresolved.clone()
    });
    let query = Effect::CallQuery(unresolved.gateway_payment.clone());
    Change::to(payment, state, now).act(query).into()
}

/// The gateway's `Initiated`, an hour after execute, is its word that nothing moved; without that word a person
/// must look, for the money may be there.
fn died(payment: &Payment, unresolved: &Unresolved, now: Timestamp) -> Verdict {
    let change = ended(payment, unresolved, Failure::NeverResolved, now);
    let heard = |at: Timestamp| at.since(unresolved.since) >= NOT_TAKEN_AFTER;
    if unresolved.last_initiated_at.is_some_and(heard) {
        return change.into();
    }
    change.attention(Concern::NeverAnswered).into()
}

fn ended(payment: &Payment, unresolved: &Unresolved, failure: Failure, now: Timestamp) -> Change {
    let gateway_payment = Some(unresolved.gateway_payment.clone());
    let state = PaymentState::Failed {
        gateway_payment,
        failure,
    };
    Change::to(payment, state, now).tell(Notice::PaymentFailed)
}
