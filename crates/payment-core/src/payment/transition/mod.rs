//! The heart: one function, one file a state.

mod again;
mod awaiting_payer;
mod change;
mod closed;
mod completed;
mod creating;
mod executing;
mod found;
mod held;
mod notified;
mod unresolved;

use super::decision::{Verdict, Why};
use super::event::PaymentEvent;
use super::record::Payment;
use super::state::PaymentState;
use crate::{GatewayPaymentId, SecretDigest, Timestamp};
use change::{Change, keep};

/// What `event` makes of `payment` at `now`. Pure: the same arguments give the same verdict.
#[must_use]
pub fn transition(payment: &Payment, event: PaymentEvent, now: Timestamp) -> Verdict {
    if let PaymentEvent::PayerReturned {
        secret,
        gateway_payment,
        ..
    } = &event
        && let Some(why) = refuse_callback(payment, *secret, gateway_payment)
    {
        return keep(why);
    }
    match &payment.state {
        PaymentState::Creating => creating::on(payment, event, now),
        PaymentState::AwaitingPayer {
            gateway_payment, ..
        } => awaiting_payer::on(payment, gateway_payment, &event, now),
        PaymentState::Executing {
            gateway_payment,
            since,
        } => executing::on(payment, gateway_payment, *since, event, now),
        PaymentState::Unresolved(unresolved) => unresolved::on(payment, unresolved, event, now),
        PaymentState::Completed(settled) => completed::on(payment, settled, event, now),
        PaymentState::Held(held) => held::on(payment, held, event, now),
        PaymentState::Declined { .. }
        | PaymentState::Cancelled { .. }
        | PaymentState::Failed { .. }
        | PaymentState::Expired { .. } => closed::on(payment, event, now),
    }
}

/// A callback must carry this payment's own secret and the paymentID that we created, in every state.
fn refuse_callback(
    payment: &Payment,
    secret: SecretDigest,
    gateway_payment: &GatewayPaymentId,
) -> Option<Why> {
    if secret != payment.callback_secret {
        return Some(Why::WrongSecret);
    }
    if payment.state.gateway_payment() != Some(gateway_payment) {
        return Some(Why::OtherGatewayPayment);
    }
    None
}
