use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use payment_core::AccountId;

use super::receiver::{Received, Receiver};
use super::refusal::Refusal;
use crate::api::{App, read_body};
use crate::problem::{Problem, ProblemKind};
use crate::store;

/// The largest message of SNS: 256 KiB (Amazon SNS: quotas).
const BODY_MAX: usize = 256 * 1024;

/// SNS waits 15 seconds for its answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(12);

/// Where bKash's notifications are taken.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub(crate) receiver: Arc<Receiver>,
    pub(crate) account: AccountId,
}

/// Outside the API: SNS has no key of ours, and its signature takes the key's place.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/notifications/bkash", post(take))
}

/// Answered once it is on the disk; a worker does the rest.
async fn take(State(app): State<App>, request: Request) -> Result<StatusCode, Problem> {
    let Some(desk) = &app.notifications else {
        return Err(Problem::new(
            ProblemKind::NOT_FOUND,
            "This service takes no notifications: BKASH_NOTIFICATION_TOPIC is not set.",
        ));
    };
    let (head, body) = request.into_parts();
    let header = head.headers.get("x-amz-sns-message-type");
    let header = header.and_then(|value| value.to_str().ok());
    let body = read_body(&head.headers, body, BODY_MAX).await?;
    let taken = desk.receiver.take(header, &body);
    let received = tokio::time::timeout(ANSWER_WITHIN, taken)
        .await
        .unwrap_or(Err(Refusal::NotFetched))
        .map_err(|refusal| refused(&app, refusal))?;
    let outcome = match received {
        Received::Payment(notification) => {
            let kept = app.store.receive_notification(desk.account, notification);
            match kept.await? {
                store::Received::New => "received",
                store::Received::Duplicate => "duplicate",
            }
        }
        Received::Nothing => "ignored",
        Received::Confirmed => {
            tracing::info!("the subscription to notifications is confirmed");
            "subscribed"
        }
        Received::Unsubscribed => {
            tracing::error!("the subscription to notifications has been ended");
            "unsubscribed"
        }
    };
    app.metrics.notification(outcome);
    Ok(StatusCode::OK)
}

fn refused(app: &App, refusal: Refusal) -> Problem {
    let reason = refusal.as_str();
    match refusal {
        // bKash has signed it, and it is lost: SNS does not send it again.
        Refusal::Unreadable => tracing::error!(reason, "a notification was refused"),
        _ => tracing::debug!(reason, "a notification was refused"),
    }
    app.metrics.notification_refused(reason);
    refusal.into()
}
