use std::time::Duration;

use payment_core::payment::{Failure, Payment, PaymentState};
use payment_core::refund::{Refund, RefundState};

use crate::problem::{Problem, ProblemKind};
use crate::store::{KeyOutcome, StoreError, StoredAnswer};
use crate::view;

/// An answer to the shop whose bytes are kept for a repeat of the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: String,
    /// Whether these are the stored bytes of an earlier answer.
    pub replayed: bool,
}

impl Reply {
    pub(super) fn replay(answer: StoredAnswer) -> Self {
        Self {
            status: answer.status,
            body: answer.body,
            replayed: true,
        }
    }
}

impl From<StoredAnswer> for Reply {
    fn from(answer: StoredAnswer) -> Self {
        Self {
            status: answer.status,
            body: answer.body,
            replayed: false,
        }
    }
}

impl From<Problem> for StoredAnswer {
    fn from(problem: Problem) -> Self {
        Self {
            status: problem.kind.status,
            body: problem.to_json(),
        }
    }
}

impl From<StoreError> for Problem {
    /// The log knows the cause; the caller does not.
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        if error.may_pass() {
            return Self::new(ProblemKind::UNAVAILABLE, "Repeat the request in a moment.");
        }
        Self::new(
            ProblemKind::INTERNAL,
            "The database refused, or holds what cannot be read; the service's log says what.",
        )
    }
}

/// What the key that opened a payment is answered with once create has ended.
pub(super) fn create_outcome(payment: &Payment) -> KeyOutcome {
    match &payment.state {
        PaymentState::Creating => KeyOutcome::Keep,
        PaymentState::Failed {
            failure: Failure::CreateUnanswered | Failure::CreateNotPerformed(_),
            ..
        } => KeyOutcome::Release,
        _ => KeyOutcome::Answer(create_answer(payment)),
    }
}

/// The answer to the shop's create, as the payment stands after it.
pub(super) fn create_answer(payment: &Payment) -> StoredAnswer {
    match &payment.state {
        PaymentState::Failed {
            failure: Failure::CreateRefused(refusal),
            ..
        } => Problem::new(
            ProblemKind::GATEWAY_REFUSED,
            format!(
                "The gateway refused to create the payment: {}",
                refusal.message
            ),
        )
        .with("code", refusal.code.clone())
        .with("message", refusal.message.clone())
        .with("payment_id", payment.id.to_string())
        .into(),
        PaymentState::Failed {
            failure: Failure::CreateNotPerformed(why),
            ..
        } => Problem::new(
            ProblemKind::GATEWAY_NOT_REACHED,
            format!(
                "{}. You may repeat the request with the same key.",
                why.reason
            ),
        )
        .with("payment_id", payment.id.to_string())
        .into(),
        PaymentState::Failed {
            failure: Failure::CreateUnanswered,
            ..
        }
        | PaymentState::Creating => {
            unanswered("No money moved. You may repeat the request with the same key.").into()
        }
        PaymentState::Cancelled {
            gateway_payment: None,
            ..
        } => Problem::new(
            ProblemKind::SUPERSEDED,
            "Another request for this invoice came while this one was on its way to the gateway.",
        )
        .with("payment_id", payment.id.to_string())
        .into(),
        _ => StoredAnswer {
            status: 201,
            body: view::payment(payment).to_string(),
        },
    }
}

/// What the key that reserved a refund is answered with.
pub(super) fn refund_outcome(refund: &Refund) -> KeyOutcome {
    match refund.state {
        RefundState::Pending => KeyOutcome::Keep,
        _ => KeyOutcome::Answer(refund_answer(refund)),
    }
}

pub(super) fn refund_answer(refund: &Refund) -> StoredAnswer {
    StoredAnswer {
        status: 201,
        body: view::refund(refund).to_string(),
    }
}

pub(super) fn unanswered(detail: &str) -> Problem {
    Problem::new(ProblemKind::GATEWAY_UNANSWERED, detail)
}

/// A breaker is open, or the cap is used up; `wait` is how long it is worth waiting.
pub(super) fn gateway_unavailable(detail: &str, wait: Duration) -> Problem {
    Problem::new(ProblemKind::GATEWAY_UNAVAILABLE, detail).retry_after(wait)
}

pub(super) fn not_found(what: &str) -> Problem {
    Problem::new(
        ProblemKind::NOT_FOUND,
        format!("There is no such {what} in this account."),
    )
}

pub(super) fn key_in_flight() -> Problem {
    Problem::new(
        ProblemKind::KEY_IN_FLIGHT,
        "The first request with this Idempotency-Key is still being worked on: repeat it later.",
    )
}

pub(super) fn key_reused() -> Problem {
    Problem::new(
        ProblemKind::KEY_REUSED,
        "This Idempotency-Key belongs to a request with other content: use a new key for a new intent.",
    )
}
