//! Declined, cancelled, failed, expired: nothing more is sent, but money may still turn up.

use super::super::decision::{Verdict, Why};
use super::super::event::{PaymentEvent, Resolution};
use super::super::record::Payment;
use super::super::report::TransactionStatus;
use super::{Change, executing, found, keep, notified};
use crate::Timestamp;

pub(super) fn on(payment: &Payment, event: PaymentEvent, now: Timestamp) -> Verdict {
    let gateway_payment = payment.state.gateway_payment();
    match (event, gateway_payment) {
        (PaymentEvent::PayerReturned { .. } | PaymentEvent::ExecuteNotPossible(_), _) => {
            keep(Why::AlreadyDecided)
        }
        // 0000 to execute is completed or held, whatever the shop was told before.
        (PaymentEvent::ExecuteAnswered(report), Some(gateway_payment)) => {
            executing::answered(payment, gateway_payment, report, now)
        }
        (PaymentEvent::QueryAnswered(report), Some(gateway_payment))
            if report.status == TransactionStatus::Completed =>
        {
            executing::answered(payment, gateway_payment, report, now)
        }
        (PaymentEvent::Notified(found), Some(gateway_payment)) => {
            notified::alone(payment, gateway_payment, found, now)
        }
        (PaymentEvent::Resolved(Resolution::Paid(trx)), Some(gateway_payment)) => {
            found::paid(payment, gateway_payment, None, trx, now)
        }
        (PaymentEvent::Resolved(_), _) if payment.attention.is_some() => {
            Change::to(payment, payment.state.clone(), now)
                .nothing_to_look_at()
                .into()
        }
        (PaymentEvent::Resolved(_), _) => keep(Why::NothingToResolve),
        (PaymentEvent::Superseded { .. }, _) => keep(Why::CannotBeSuperseded),
        _ => keep(Why::NotExpected),
    }
}
