use super::super::decision::{Notice, Verdict, Why};
use super::super::event::{PaymentEvent, Resolution};
use super::super::judge::mismatches;
use super::super::record::Payment;
use super::super::state::{Failure, Held, PaymentState};
use super::{Change, executing, found, keep};
use crate::Timestamp;

pub(super) fn on(payment: &Payment, held: &Held, event: PaymentEvent, now: Timestamp) -> Verdict {
    match event {
        // Execute's own answer after a query had contradicted: believed if it fits in every point.
        PaymentEvent::ExecuteAnswered(report)
            if held.in_suspense.is_zero() && mismatches(payment, &report).is_empty() =>
        {
            executing::completed(payment, &held.gateway_payment, report, now)
        }
        PaymentEvent::Resolved(Resolution::Paid(found)) => {
            found::paid(payment, &held.gateway_payment, Some(held), found, now)
        }
        PaymentEvent::Resolved(Resolution::Unpaid) if held.in_suspense.is_zero() => {
            let state = PaymentState::Failed {
                gateway_payment: Some(held.gateway_payment.clone()),
                failure: Failure::FoundUnpaid,
            };
            Change::to(payment, state, now)
                .seen_by_a_person()
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
