//! Whether a new payment may take an order that another one has.

use super::decision::{Decision, Verdict};
use super::event::PaymentEvent;
use super::record::Payment;
use super::transition::transition;
use crate::{PaymentId, Timestamp};

/// The answer to a shop that asks for a payment of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The new payment takes the order over; the old one changes in the same commit.
    Supersede(Box<Decision>),
    /// Money may be moving or has moved for this invoice.
    Busy,
}

/// `current` is a payment of the invoice that [`Payment::stands_in_the_way`]; the newcomer must be let in by
/// every one of them.
#[must_use]
pub fn admit(current: &Payment, newcomer: PaymentId, now: Timestamp) -> Admission {
    match transition(current, PaymentEvent::Superseded { by: newcomer }, now) {
        Verdict::Change(decision) => Admission::Supersede(decision),
        Verdict::Keep(_) => Admission::Busy,
    }
}
