use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
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

/// Whether payments can be taken: the store answers. The token is told, not required: the first payment
/// fetches one.
async fn readyz(State(app): State<App>) -> Result<Answer, Problem> {
    let not_ready = |what| Problem::new(ProblemKind::UNAVAILABLE, what);
    if app.store.now().await.is_err() {
        return Err(not_ready("The database does not answer."));
    }
    let Ok(token) = app.client.tokens().stored().await else {
        return Err(not_ready("The token store does not answer."));
    };
    let expires_at =
        token.map(|token| view::time(Timestamp::from_millis(token.expires_at.as_millisecond())));
    Ok(Answer(
        json!({"status": "ready", "token_expires_at": expires_at}),
    ))
}

async fn metrics(State(app): State<App>) -> impl IntoResponse {
    for (call, is_open) in app.engine.breakers() {
        app.metrics.gateway_breaker(call.name(), is_open);
    }
    let text = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (text, app.metrics.render())
}
