use super::super::decision::{Effect, Notice, Verdict, Why};
use super::super::event::{PayerOutcome, PaymentEvent};
use super::super::record::Payment;
use super::super::state::{Cancellation, Failure, PaymentState};
use super::{Change, executing, keep};
use crate::{GatewayPaymentId, Timestamp};

pub(super) fn on(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    event: &PaymentEvent,
    now: Timestamp,
) -> Verdict {
    match event {
        PaymentEvent::PayerReturned {
            outcome: PayerOutcome::Success,
            ..
        } => {
            if now >= payment.expires_at {
                return expired(payment, gateway_payment, now);
            }
            let state = PaymentState::Executing {
                gateway_payment: gateway_payment.clone(),
                since: now,
            };
            let execute = Effect::CallExecute(gateway_payment.clone());
            Change::to(payment, state, now).act(execute).into()
        }
        PaymentEvent::PayerReturned {
            outcome: PayerOutcome::Failure,
            ..
        } => {
            let state = PaymentState::Failed {
                gateway_payment: Some(gateway_payment.clone()),
                failure: Failure::PayerFailed,
            };
            Change::to(payment, state, now)
                .tell(Notice::PaymentFailed)
                .into()
        }
        PaymentEvent::PayerReturned {
            outcome: PayerOutcome::Cancel,
            ..
        } => cancelled(payment, gateway_payment, Cancellation::ByPayer, now).into(),
        // No token was to be had, so Executing was never committed and nothing was sent.
        PaymentEvent::ExecuteNotPossible(why) | PaymentEvent::ExecuteNotPerformed(why) => {
            executing::not_performed(payment, gateway_payment, why.clone(), now)
        }
        PaymentEvent::Superseded { by } => cancelled(
            payment,
            gateway_payment,
            Cancellation::Superseded { by: *by },
            now,
        )
        .superseded(*by)
        .into(),
        PaymentEvent::Woken if now >= payment.expires_at => expired(payment, gateway_payment, now),
        PaymentEvent::Woken => keep(Why::TooEarly),
        PaymentEvent::Resolved(_) => keep(Why::NothingToResolve),
        _ => keep(Why::NotExpected),
    }
}

fn expired(payment: &Payment, gateway_payment: &GatewayPaymentId, now: Timestamp) -> Verdict {
    let state = PaymentState::Expired {
        gateway_payment: gateway_payment.clone(),
    };
    Change::to(payment, state, now)
        .tell(Notice::PaymentExpired)
        .into()
}

fn cancelled(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    cancellation: Cancellation,
    now: Timestamp,
) -> Change {
    let gateway_payment = Some(gateway_payment.clone());
    let state = PaymentState::Cancelled {
        gateway_payment,
        cancellation,
    };
    Change::to(payment, state, now).tell(Notice::PaymentCancelled)
}
