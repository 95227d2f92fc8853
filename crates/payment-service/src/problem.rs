//! Errors as RFC 9457 problem details.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

/// A kind of problem: its stable `type`, HTTP status and title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// The problem's `type`, stable for programs to match on.
    pub name: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The same for every problem of the kind.
    pub title: &'static str,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $id:ident = $status:literal $name:literal $title:literal;)*) => {
        impl ProblemKind {
            $($(#[$doc])* pub const $id: Self = Self { name: $name, status: $status, title: $title };)*

            /// Every kind, as the API's documentation lists them.
            pub const ALL: &[Self] = &[$(Self::$id),*];
        }
    };
}

kinds! {
    /// The body is not JSON, or not an object.
    MALFORMED_BODY = 400 "malformed-body" "The request body cannot be read";
    /// The query string has an unknown or unreadable parameter.
    BAD_QUERY = 400 "bad-query" "The query string cannot be read";
    /// A required header is missing or unreadable.
    BAD_HEADER = 400 "bad-header" "A header is missing or cannot be read";
    /// No API key, or an unknown one.
    UNAUTHORIZED = 401 "unauthorized" "No valid API key was given";
    /// No such thing, or it is another account's.
    NOT_FOUND = 404 "not-found" "There is no such thing";
    /// The path exists, the method does not.
    METHOD_NOT_ALLOWED = 405 "method-not-allowed" "This method is not allowed here";
    /// The key's first request is not answered yet.
    KEY_IN_FLIGHT = 409 "idempotency-key-in-flight" "The first request with this key is not answered yet";
    /// A payment of this invoice is executing, unresolved, held or completed.
    INVOICE_BUSY = 409 "invoice-busy" "Another payment of this invoice may have moved money";
    /// A newer request for the same invoice took its place while this one was on its way.
    SUPERSEDED = 409 "superseded" "A newer payment of this invoice took its place";
    /// One refund of a payment at a time.
    REFUND_IN_FLIGHT = 409 "refund-in-flight" "Another refund of this payment is not settled yet";
    /// No money has come in that could go back.
    NOT_REFUNDABLE = 409 "payment-not-refundable" "This payment cannot be refunded in its present state";
    /// The matter does not need, or does not allow, this decision.
    NOT_RESOLVABLE = 409 "not-resolvable" "This cannot be resolved in this way";
    /// It is not given up yet, so that there is nothing to send again.
    DELIVERY_PENDING = 409 "delivery-pending" "This webhook is still on its way";
    /// More than 64 KiB, or 256 KiB of a notification.
    BODY_TOO_LARGE = 413 "body-too-large" "The request body is too large";
    /// Its topic, age, addresses or signature are not right.
    NOTIFICATION_REFUSED = 403 "notification-refused" "This notification is not taken";
    /// Not `application/json`.
    WRONG_CONTENT_TYPE = 415 "unsupported-content-type" "The content type must be application/json";
    /// Fields with wrong values; each is named.
    INVALID_FIELDS = 422 "invalid-fields" "Some fields are not acceptable";
    /// Rightly signed, and not a payment that this program can read.
    NOTIFICATION_UNREADABLE = 422 "notification-unreadable" "This notification cannot be read";
    /// The key was used for other content.
    KEY_REUSED = 422 "idempotency-key-reused" "This key was used for another request";
    /// The gateway said no; its code and message are given.
    GATEWAY_REFUSED = 422 "gateway-refused" "The gateway refused";
    /// More than what moved less what is refunded.
    REFUND_TOO_MUCH = 422 "refund-too-much" "The refund exceeds what is left of the payment";
    /// The gateway takes no more refunds of this payment.
    NO_MORE_REFUNDS = 422 "no-more-refunds" "The gateway takes no more refunds of this payment";
    /// A bug or an unreadable database; the log knows more under the request id.
    INTERNAL = 500 "internal" "Something went wrong on our side";
    /// The call never reached the gateway; nothing happened there.
    GATEWAY_NOT_REACHED = 502 "gateway-not-reached" "The gateway could not be reached; nothing was charged";
    /// The database does not answer; nothing was sent to the gateway.
    UNAVAILABLE = 503 "unavailable" "The service cannot work at the moment";
    /// The gateway has not answered for a while, or is asked too much; nothing was sent.
    GATEWAY_UNAVAILABLE = 503 "gateway-unavailable" "The gateway is not asked at the moment";
    /// No answer in time; for a create no money moved, and it may be repeated with the same key.
    GATEWAY_UNANSWERED = 504 "gateway-unanswered" "The gateway did not answer in time";
}

/// A field whose value was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's path in the body.
    pub field: String,
    /// What it must be.
    pub rule: String,
    /// A value that would be taken.
    pub example: String,
}

/// One problem, as the caller sees it. What only the log may know is not in here.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Type, status and title.
    pub kind: ProblemKind,
    /// What was wrong this time, and what to do.
    pub detail: String,
    extension: Vec<(String, Value)>,
    retry_after: Option<Duration>,
}

impl Problem {
    /// `detail` says what was wrong and what to do.
    #[must_use]
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            extension: Vec::new(),
            retry_after: None,
        }
    }

    /// Adds a member of the problem's own.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extension.push((name.to_owned(), value.into()));
        self
    }

    /// Says when the request is worth repeating, in whole seconds from now and at least one.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// For the header `Retry-After`.
    #[must_use]
    pub fn retry_after_seconds(&self) -> Option<u64> {
        let whole = |wait: Duration| wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.retry_after.map(|wait| whole(wait).max(1))
    }

    /// Every wrong field of a body at once.
    #[must_use]
    pub fn invalid_fields(errors: &[FieldError]) -> Self {
        Self::naming(ProblemKind::INVALID_FIELDS, errors)
    }

    /// Every wrong parameter of a query string at once.
    #[must_use]
    pub fn bad_query(errors: &[FieldError]) -> Self {
        Self::naming(ProblemKind::BAD_QUERY, errors)
    }

    fn naming(kind: ProblemKind, errors: &[FieldError]) -> Self {
        let names: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        let detail = format!("Correct these and send again: {}.", names.join(", "));
        let errors = errors
            .iter()
            .map(|e| serde_json::json!({"field": e.field, "rule": e.rule, "example": e.example}))
            .collect::<Vec<_>>();
        Self::new(kind, detail).with("errors", errors)
    }

    /// The body with media type `application/problem+json`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut body = Map::new();
        body.insert("type".to_owned(), self.kind.name.into());
        body.insert("title".to_owned(), self.kind.title.into());
        body.insert("status".to_owned(), self.kind.status.into());
        body.insert("detail".to_owned(), self.detail.clone().into());
        body.extend(self.extension.iter().cloned());
        Value::Object(body).to_string()
    }
}
