//! Declined, cancelled, failed, expired: nothing more is sent, but money may still turn up.

use super::super::decision::{Verdict, Why};
use super::super::event::{PaymentEvent, Resolution};
use super::super::record::Payment;
use super::super::report::TransactionStatus;
use super::{Change, executing, found, keep};
use crate::Timestamp;

pub(super) fn on(payment: &Payment, event: PaymentEvent, now: Timestamp) -> Verdict {
    let gateway_payment = payment.state.gateway_payment();
    match (event, gateway_payment) {
        (PaymentEvent::PayerReturned { .. } | PaymentEvent::ExecuteNotPossible(_), _) => {
            keep(Why::AlreadyDecided)
        }
        (
            PaymentEvent::ExecuteAnswered(report) | PaymentEvent::QueryAnswered(report),
            Some(gateway_payment),
        ) if report.status == TransactionStatus::Completed => {
            executing::answered(payment, gateway_payment, report, now)
        }
        (PaymentEvent::Resolved(Resolution::Paid(trx)), Some(gateway_payment)) => {
            found::paid(payment, gateway_payment, None, trx, now)
        }
        (PaymentEvent::Resolved(Resolution::Acknowledged), _) if payment.attention.is_some() => {
            Change::to(payment, payment.state.clone(), now)
                .seen_by_a_person()
                .into()
        }
        (PaymentEvent::Resolved(_), _) => keep(Why::NothingToResolve),
        (PaymentEvent::Superseded { .. }, _) => keep(Why::CannotBeSuperseded),
        _ => keep(Why::NotExpected),
    }
}
