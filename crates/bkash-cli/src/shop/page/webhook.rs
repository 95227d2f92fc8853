use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use crate::shop::server::Desk;
use crate::shop::webhook::Event;

/// Answers 2xx only once the message is worked through, so that it is sent again otherwise.
pub async fn webhook(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let id = match desk.webhook_secret.verify(&headers, &body, now) {
        Ok(id) => id,
        Err(why) => {
            tracing::warn!(?why, "a webhook was refused");
            return StatusCode::UNAUTHORIZED;
        }
    };
    if desk.inbox().has_seen(id) {
        return StatusCode::NO_CONTENT;
    }
    match Event::parse(&body) {
        Ok(Event::Payment(payment)) => desk.book.observe_payment(payment),
        Ok(Event::Refund(refund)) => desk.book.observe_refund(refund),
        Ok(Event::Other) => {}
        Err(error) => {
            tracing::warn!(%error, "a webhook could not be read");
            return StatusCode::BAD_REQUEST;
        }
    }
    desk.inbox().remember(id);
    StatusCode::NO_CONTENT
}
