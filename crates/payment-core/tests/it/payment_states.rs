//! Every state in which a payment can be, with each difference that matters to a rule.

use payment_core::payment::{
    Cancellation, Concern, Failure, GatewayReport, Held, Mismatch, Payment, PaymentState,
    Unresolved,
};
use payment_core::{Taka, Timestamp};

use crate::harness::{
    awaiting, completed, executing, fitting, not_sent, opened, ours, payment_id, payment_in,
    refusal, seconds, taka, with_attention,
};

/// A name, the payment, and the time at which the events come.
pub(crate) type Sample = (&'static str, Payment, Timestamp);

/// Does not compile once a state or a variant in it is added; then add its name and a sample.
pub(crate) fn kind(state: &PaymentState) -> &'static str {
    match state {
        PaymentState::Creating => "creating",
        PaymentState::AwaitingPayer { .. } => "awaiting_payer",
        PaymentState::Executing { .. } => "executing",
        PaymentState::Completed(_) => "completed",
        PaymentState::Declined { .. } => "declined",
        PaymentState::Unresolved(_) => "unresolved",
        PaymentState::Cancelled { cancellation, .. } => match cancellation {
            Cancellation::ByPayer => "cancelled by payer",
            Cancellation::Superseded { .. } => "cancelled superseded",
        },
        PaymentState::Failed { failure, .. } => match failure {
            Failure::CreateRefused(_) => "failed create refused",
            Failure::CreateNotPerformed(_) => "failed create not performed",
            Failure::CreateUnanswered => "failed create unanswered",
            Failure::PayerFailed => "failed payer failed",
            Failure::ExecuteNotPerformed(_) => "failed execute not performed",
            Failure::NeverResolved => "failed never resolved",
            Failure::FoundUnpaid => "failed found unpaid",
        },
        PaymentState::Expired { .. } => "expired",
        PaymentState::Held(_) => "held",
    }
}

pub(crate) const KINDS: [&str; 17] = [
    "creating",
    "awaiting_payer",
    "executing",
    "completed",
    "declined",
    "unresolved",
    "cancelled by payer",
    "cancelled superseded",
    "failed create refused",
    "failed create not performed",
    "failed create unanswered",
    "failed payer failed",
    "failed execute not performed",
    "failed never resolved",
    "failed found unpaid",
    "expired",
    "held",
];

fn unresolved(queries: u32, asking: bool, initiated_answers: u32, retry_allowed: bool) -> Payment {
    payment_in(PaymentState::Unresolved(Unresolved {
        gateway_payment: ours(),
        since: seconds(60),
        queries,
        asking,
        initiated_answers,
        last_initiated_at: (initiated_answers > 0).then(|| seconds(500)),
        retry_allowed,
    }))
}

/// The gateway has said `Initiated` when no execute could be on its way any more.
fn unresolved_since_hours() -> Payment {
    payment_in(PaymentState::Unresolved(Unresolved {
        gateway_payment: ours(),
        since: seconds(60),
        queries: 15,
        asking: false,
        initiated_answers: 2,
        last_initiated_at: Some(seconds(5_000)),
        retry_allowed: false,
    }))
}

pub(crate) fn waiting() -> Payment {
    unresolved(2, false, 2, false)
}

pub(crate) fn retry_allowed() -> Payment {
    unresolved(6, false, 5, true)
}

fn superseded(payment: Payment) -> Payment {
    Payment {
        superseded_by: Some(payment_id(2)),
        invoice_released: true,
        ..payment
    }
}

fn failed(failure: Failure) -> Payment {
    let gateway_payment = match &failure {
        Failure::CreateRefused(_) | Failure::CreateNotPerformed(_) | Failure::CreateUnanswered => {
            None
        }
        _ => Some(ours()),
    };
    payment_in(PaymentState::Failed {
        gateway_payment,
        failure,
    })
}

fn held(report: Option<GatewayReport>, in_suspense: Taka, concern: Concern) -> Payment {
    let state = PaymentState::Held(Held {
        gateway_payment: ours(),
        report,
        in_suspense,
    });
    with_attention(payment_in(state), concern)
}

pub(crate) fn held_contradiction() -> Payment {
    let said = "2002".to_owned();
    held(None, Taka::ZERO, Concern::Contradiction { said })
}

/// 400.00 arrived for an order of 500.00.
pub(crate) fn held_in_suspense() -> Payment {
    let report = GatewayReport {
        amount: Some(taka("400.00")),
        ..fitting()
    };
    let points = vec![Mismatch::Amount];
    held(Some(report), taka("400.00"), Concern::Mismatch { points })
}

pub(crate) fn held_unreadable() -> Payment {
    let report = GatewayReport {
        amount: None,
        ..fitting()
    };
    let points = vec![Mismatch::Amount];
    held(Some(report), Taka::ZERO, Concern::Mismatch { points })
}

fn cancelled(cancellation: Cancellation, created: bool) -> Payment {
    let by_newer = matches!(cancellation, Cancellation::Superseded { .. });
    let payment = payment_in(PaymentState::Cancelled {
        gateway_payment: created.then(ours),
        cancellation,
    });
    if by_newer {
        superseded(payment)
    } else {
        payment
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let by = payment_id(2);
    let declined = payment_in(PaymentState::Declined {
        gateway_payment: ours(),
        refusal: refusal("2023"),
    });
    let expired = payment_in(PaymentState::Expired {
        gateway_payment: ours(),
    });
    let soon = seconds(90);
    let later = seconds(600);
    let dead = seconds(86_400);
    vec![
        ("creating", opened(), soon),
        ("awaiting_payer", awaiting(), soon),
        ("awaiting_payer, time is up", awaiting(), seconds(3600)),
        ("executing", executing(), soon),
        ("unresolved, asking", unresolved(1, true, 0, false), soon),
        ("unresolved, two initiated, young", waiting(), soon),
        ("unresolved, two initiated, old", waiting(), later),
        (
            "unresolved, three initiated, old",
            unresolved(3, true, 3, false),
            later,
        ),
        ("unresolved, retry allowed", retry_allowed(), later),
        ("unresolved, superseded", superseded(retry_allowed()), later),
        (
            "unresolved, last query asking",
            unresolved(15, true, 2, false),
            later,
        ),
        (
            "unresolved, no query left",
            unresolved(15, false, 2, false),
            later,
        ),
        ("unresolved, paymentID dead", unresolved_since_hours(), dead),
        (
            "unresolved, paymentID dead, never answered",
            unresolved(15, false, 0, false),
            dead,
        ),
        ("completed", completed(), soon),
        (
            "completed, attention",
            with_attention(completed(), Concern::LateCompletion),
            soon,
        ),
        ("declined", declined, soon),
        (
            "cancelled by payer",
            cancelled(Cancellation::ByPayer, true),
            soon,
        ),
        (
            "cancelled superseded",
            cancelled(Cancellation::Superseded { by }, true),
            soon,
        ),
        (
            "cancelled superseded before create was answered",
            cancelled(Cancellation::Superseded { by }, false),
            soon,
        ),
        (
            "failed create refused",
            failed(Failure::CreateRefused(refusal("2006"))),
            soon,
        ),
        (
            "failed create not performed",
            failed(Failure::CreateNotPerformed(not_sent())),
            soon,
        ),
        (
            "failed create unanswered",
            failed(Failure::CreateUnanswered),
            soon,
        ),
        ("failed payer failed", failed(Failure::PayerFailed), soon),
        (
            "failed execute not performed",
            failed(Failure::ExecuteNotPerformed(not_sent())),
            soon,
        ),
        (
            "failed never resolved",
            failed(Failure::NeverResolved),
            dead,
        ),
        (
            "failed never resolved, attention",
            with_attention(failed(Failure::NeverResolved), Concern::NeverAnswered),
            dead,
        ),
        ("failed found unpaid", failed(Failure::FoundUnpaid), soon),
        ("expired", expired, seconds(3700)),
        ("held, contradiction", held_contradiction(), soon),
        ("held, in suspense", held_in_suspense(), soon),
        ("held, amount unreadable", held_unreadable(), soon),
    ]
}
