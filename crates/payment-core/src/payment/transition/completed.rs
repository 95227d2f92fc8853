use super::super::decision::{Verdict, Why};
use super::super::event::{PaymentEvent, Resolution};
use super::super::record::Payment;
use super::super::state::Settled;
use super::{Change, again, keep, notified};
use crate::Timestamp;

pub(super) fn on(
    payment: &Payment,
    settled: &Settled,
    event: PaymentEvent,
    now: Timestamp,
) -> Verdict {
    match event {
        PaymentEvent::ExecuteAnswered(report) | PaymentEvent::QueryAnswered(report) => {
            let booked = (&settled.trx_id, settled.moved);
            again::answered(payment, booked, &report, now)
        }
        PaymentEvent::Notified(found) => {
            let booked = (&settled.trx_id, settled.moved);
            notified::beside(payment, booked, found, now)
        }
        PaymentEvent::Resolved(Resolution::Acknowledged) if payment.attention.is_some() => {
            Change::to(payment, payment.state.clone(), now)
                .nothing_to_look_at()
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
