//! Payments and refunds as the shop sees them: in answers, in lists and in webhooks alike.

use jiff::tz::TimeZone;
use payment_core::payment::{Attention, Cancellation, Failure, Payment, PaymentState, Refusal};
use payment_core::refund::{Refund, RefundAttention, RefundDeclined, RefundState};
use payment_core::{Taka, Timestamp};
use serde_json::{Value, json};

/// RFC 3339, UTC, with milliseconds.
#[must_use]
pub fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis())
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
        .to_string()
}

/// A payment as `GET /v1/payments/{id}` shows it.
#[must_use]
pub fn payment(payment: &Payment) -> Value {
    let end = Ending::of(&payment.state);
    let (checkout_url, retry_allowed, paid) = match &payment.state {
        PaymentState::AwaitingPayer { checkout_url, .. } => (Some(checkout_url), false, None),
        PaymentState::Unresolved(unresolved) => (None, unresolved.retry_allowed, None),
        PaymentState::Completed(settled) => (None, false, Some(settled)),
        _ => (None, false, None),
    };
    json!({
        "id": payment.id.to_string(),
        "status": payment.status().as_str(),
        "amount": payment.order.amount.to_string(),
        "currency": "BDT",
        "merchant_invoice_number": payment.order.merchant_invoice_number.as_str(),
        "payer_reference": payment.order.payer_reference.as_str(),
        "return_url": payment.order.return_url,
        "metadata": payment.order.metadata,
        "checkout_url": checkout_url,
        "gateway_payment_id": payment.state.gateway_payment().map(ToString::to_string),
        "trx_id": paid.map(|settled| settled.trx_id.as_str()),
        "paid_amount": paid.map(|settled| settled.moved.to_string()),
        "paid_at": paid.map(|settled| time(settled.at)),
        "status_reason": end.reason,
        "code": end.code,
        "message": end.message,
        "retry_allowed": retry_allowed,
        "superseded_by": payment.superseded_by.map(|id| id.to_string()),
        "attention": payment.attention.as_ref().map(attention),
        "created_at": time(payment.created_at),
        "updated_at": time(payment.updated_at),
        "expires_at": time(payment.expires_at),
        "version": payment.version,
    })
}

/// A refund as `GET /v1/refunds/{id}` shows it.
#[must_use]
pub fn refund(refund: &Refund) -> Value {
    let (status_reason, refusal) = match &refund.state {
        RefundState::Declined(RefundDeclined::Refused(refusal)) => {
            (Some("gateway_refused"), Some(refusal))
        }
        RefundState::Declined(RefundDeclined::NotPerformed(_)) => (Some("not_performed"), None),
        RefundState::Declined(RefundDeclined::NeverPerformed) => (Some("never_performed"), None),
        RefundState::Declined(RefundDeclined::FoundUnpaid) => (Some("found_unpaid"), None),
        RefundState::Declined(RefundDeclined::LeftInSuspense { .. }) => {
            (Some("left_in_suspense"), None)
        }
        RefundState::Unresolved(_) => (Some("gateway_unanswered"), None),
        RefundState::Pending | RefundState::Completed { .. } => (None, None),
    };
    json!({
        "id": refund.id.to_string(),
        "payment_id": refund.payment.to_string(),
        "status": refund.status().as_str(),
        "amount": refund.amount.to_string(),
        "currency": "BDT",
        "sku": refund.sku.as_str(),
        "reason": refund.reason.as_str(),
        "refund_trx_id": refund.refund_trx_id().map(ToString::to_string),
        "status_reason": status_reason,
        "code": refusal.map(|refusal| &refusal.code),
        "message": refusal.map(|refusal| &refusal.message),
        "attention": refund.attention.as_ref().map(refund_attention),
        "created_at": time(refund.created_at),
        "updated_at": time(refund.updated_at),
        "version": refund.version,
    })
}

/// Why a payment is where it is: a stable word, and the gateway's own code and message where it gave any.
struct Ending<'a> {
    reason: Option<&'static str>,
    code: Option<&'a str>,
    message: Option<&'a str>,
}

impl<'a> Ending<'a> {
    fn of(state: &'a PaymentState) -> Self {
        match state {
            PaymentState::Declined { refusal, .. } => Self::refused("gateway_refused", refusal),
            PaymentState::Failed {
                failure: Failure::CreateRefused(refusal),
                ..
            } => Self::refused("create_refused", refusal),
            PaymentState::Failed { failure, .. } => Self::word(match failure {
                Failure::CreateRefused(_) => "create_refused",
                Failure::CreateNotPerformed(_) => "create_not_performed",
                Failure::CreateUnanswered => "create_unanswered",
                Failure::PayerFailed => "payer_failed",
                Failure::ExecuteNotPerformed(_) => "not_charged",
                Failure::NeverResolved => "never_resolved",
                Failure::FoundUnpaid => "found_unpaid",
            }),
            PaymentState::Cancelled {
                cancellation: Cancellation::ByPayer,
                ..
            } => Self::word("payer_cancelled"),
            PaymentState::Cancelled {
                cancellation: Cancellation::Superseded { .. },
                ..
            } => Self::word("superseded"),
            _ => Self {
                reason: None,
                code: None,
                message: None,
            },
        }
    }

    const fn word(reason: &'static str) -> Self {
        Self {
            reason: Some(reason),
            code: None,
            message: None,
        }
    }

    fn refused(reason: &'static str, refusal: &'a Refusal) -> Self {
        Self {
            reason: Some(reason),
            code: Some(&refusal.code),
            message: Some(&refusal.message),
        }
    }
}

fn attention(attention: &Attention) -> Value {
    with_since(serde_json::to_value(&attention.concern), attention.since)
}

fn refund_attention(attention: &RefundAttention) -> Value {
    with_since(serde_json::to_value(&attention.concern), attention.since)
}

fn with_since(concern: serde_json::Result<Value>, since: Timestamp) -> Value {
    let mut value = concern.unwrap_or_else(|_| json!({}));
    value["since"] = time(since).into();
    value
}

/// Signed poisha as text with two decimals.
#[must_use]
pub fn signed_amount(poisha: i64) -> String {
    let sign = if poisha < 0 { "-" } else { "" };
    let size = i64::try_from(poisha.unsigned_abs()).unwrap_or(i64::MAX);
    format!("{sign}{}", Taka::from_poisha(size).unwrap_or(Taka::ZERO))
}
