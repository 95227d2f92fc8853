use axum::extract::State;
use serde_json::{Value, json};

use crate::api::App;
use crate::api::answer::Answer;
use crate::api::auth::Caller;
use crate::problem::{Problem, ProblemKind};
use crate::store::{Endpoint, EndpointDigest, PENDING_COUNTED};
use crate::view;

/// `GET /v1/webhooks/endpoint`
pub(crate) async fn endpoint(State(app): State<App>, _: Caller) -> Result<Answer, Problem> {
    let stored = app.store.endpoint().await?;
    shown(&app, stored).await
}

/// `POST /v1/webhooks/endpoint/enable`
pub(crate) async fn enable(State(app): State<App>, _: Caller) -> Result<Answer, Problem> {
    let enabled = app.engine.enable_endpoint().await?.ok_or_else(|| {
        Problem::new(
            ProblemKind::NOT_FOUND,
            "There is no endpoint: set BKASH_WEBHOOK_URL and start the service again.",
        )
    })?;
    shown(&app, Some(enabled)).await
}

async fn shown(app: &App, stored: Option<Endpoint>) -> Result<Answer, Problem> {
    let pending = app.store.pending_deliveries(PENDING_COUNTED).await?;
    Ok(Answer(view(app.endpoint, stored, pending)))
}

/// `own` is where this instance sends.
fn view(own: Option<EndpointDigest>, stored: Option<Endpoint>, pending: usize) -> Value {
    let disabled = stored.and_then(|endpoint| endpoint.disabled);
    let status = match (own, stored) {
        (None, _) | (_, None) => "none",
        (Some(own), Some(stored)) if own != stored.address => "replaced",
        _ if disabled.is_some() => "disabled",
        _ => "enabled",
    };
    json!({
        "status": status,
        "failing_since": stored.and_then(|endpoint| endpoint.failing_since).map(view::time),
        "disabled_at": disabled.map(|disabled| view::time(disabled.at)),
        "disabled_reason": disabled.map(|disabled| disabled.reason.as_str()),
        "pending": pending,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Disabled, DisabledReason};
    use payment_core::Timestamp;

    #[test]
    fn the_status_tells_what_this_instance_does() {
        let own = EndpointDigest([1; 32]);
        let fine = Endpoint::new(own);
        let gone = Endpoint {
            disabled: Some(Disabled {
                at: Timestamp::from_millis(0),
                reason: DisabledReason::Gone,
            }),
            ..fine
        };
        let other = Endpoint::new(EndpointDigest([2; 32]));
        let status = |own, stored| view(own, stored, 0)["status"].clone();
        assert_eq!(status(None, None), "none");
        assert_eq!(status(None, Some(fine)), "none");
        assert_eq!(status(Some(own), Some(fine)), "enabled");
        assert_eq!(status(Some(own), Some(gone)), "disabled");
        assert_eq!(status(Some(own), Some(other)), "replaced");
        let shown = view(Some(own), Some(gone), 7);
        assert_eq!(
            (&shown["disabled_reason"], &shown["pending"]),
            (&"gone".into(), &7.into())
        );
    }
}
