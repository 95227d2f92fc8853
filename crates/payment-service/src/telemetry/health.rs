use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use bkash_client::TokenInfo;
use payment_core::Timestamp;
use serde_json::json;

use crate::api::{Answer, App};
use crate::problem::{Problem, ProblemKind};
use crate::view;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
}

/// The process lives; nothing else is asked.
async fn healthz() -> Answer {
    Answer(json!({"status": "ok"}))
}

/// Whether payments can be taken: the database answers, and there is a token or a way to one. The token is told,
/// not required: the first payment fetches it. While its store is away, the token in hand serves to its end.
async fn readyz(State(app): State<App>) -> Result<Answer, Problem> {
    let not_ready = |what| Problem::new(ProblemKind::UNAVAILABLE, what);
    if app.store.now().await.is_err() {
        return Err(not_ready("The database does not answer."));
    }
    let tokens = app.client.tokens();
    let Ok(stored) = tokens.stored().await else {
        let token = tokens.in_hand();
        let token = token.ok_or_else(|| {
            not_ready("The token store does not answer, and no token is in hand.")
        })?;
        return Ok(Answer(json!({
            "status": "ready",
            "token_store": "unavailable",
            "token_expires_at": expiry(&token),
        })));
    };
    let expires_at = stored.as_ref().map(expiry);
    Ok(Answer(
        json!({"status": "ready", "token_expires_at": expires_at}),
    ))
}

fn expiry(token: &TokenInfo) -> String {
    view::time(Timestamp::from_millis(token.expires_at.as_millisecond()))
}

async fn metrics(State(app): State<App>) -> impl IntoResponse {
    for (call, is_open) in app.engine.breakers() {
        app.metrics.gateway_breaker(call.name(), is_open);
    }
    let text = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (text, app.metrics.render())
}
