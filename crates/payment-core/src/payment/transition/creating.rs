use super::super::decision::{Notice, Verdict, Why};
use super::super::event::PaymentEvent;
use super::super::record::Payment;
use super::super::state::{Cancellation, Failure, PaymentState};
use super::{Change, keep};
use crate::Timestamp;

pub(super) fn on(payment: &Payment, event: PaymentEvent, now: Timestamp) -> Verdict {
    let failed = |failure| {
        let state = PaymentState::Failed {
            gateway_payment: None,
            failure,
        };
        Change::to(payment, state, now)
            .tell(Notice::PaymentFailed)
            .into()
    };
    match event {
        PaymentEvent::GatewayCreated {
            gateway_payment,
            checkout_url,
        } => Change::to(
            payment,
            PaymentState::AwaitingPayer {
                gateway_payment,
                checkout_url,
            },
            now,
        )
        .into(),
        PaymentEvent::CreateRefused(refusal) => failed(Failure::CreateRefused(refusal)),
        PaymentEvent::CreateNotPerformed(why) => failed(Failure::CreateNotPerformed(why)),
        // Create moves no money: the orphan's paymentID is not ours, so its callback is refused.
        PaymentEvent::CreateUnanswered | PaymentEvent::Woken => failed(Failure::CreateUnanswered),
        PaymentEvent::Superseded { by } => {
            let cancellation = Cancellation::Superseded { by };
            let state = PaymentState::Cancelled {
                gateway_payment: None,
                cancellation,
            };
            Change::to(payment, state, now)
                .superseded(by)
                .tell(Notice::PaymentCancelled)
                .into()
        }
        PaymentEvent::Resolved(_) => keep(Why::NothingToResolve),
        _ => keep(Why::NotExpected),
    }
}
