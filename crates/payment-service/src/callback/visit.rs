use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{HeaderValue, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use payment_core::PaymentId;

use super::page::{Progress, Refused, Trouble};
use super::prefetch::is_prefetch;
use crate::api::App;
use crate::engine::Visit;
use crate::problem::{Problem, ProblemKind};

type Address = Result<Path<(String, String)>, PathRejection>;

/// `GET /callback/{payment_id}/{secret}`: the whole callback. The work goes on when the browser leaves.
pub(super) async fn payer_returned(
    State(app): State<App>,
    address: Address,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if is_prefetch(&headers) {
        return StatusCode::NO_CONTENT.into_response();
    }
    let Some((id, secret)) = read(address) else {
        return refused(&app, "unreadable_address");
    };
    let query = query.unwrap_or_default();
    let next = format!("{secret}/progress");
    answer(
        &app,
        app.engine.payer_returned(id, &secret, &query).await,
        &next,
    )
}

/// `GET /callback/{payment_id}/{secret}/progress`: how it stands, for the page that waits.
pub(super) async fn progress(
    State(app): State<App>,
    address: Address,
    headers: HeaderMap,
) -> Response {
    if is_prefetch(&headers) {
        return StatusCode::NO_CONTENT.into_response();
    }
    match read(address) {
        Some((id, secret)) => answer(&app, app.engine.progress(id, &secret).await, ""),
        None => refused(&app, "unreadable_address"),
    }
}

fn read(address: Address) -> Option<(PaymentId, String)> {
    let Path((id, secret)) = address.ok()?;
    Some((id.parse().ok()?, secret))
}

fn answer(app: &App, visit: Result<Visit, Problem>, next: &str) -> Response {
    match visit {
        Ok(Visit::Return(address)) => see_other(&address),
        Ok(Visit::Wait) => {
            let seconds = app.engine.progress_pace();
            Progress { next, seconds }.into_response()
        }
        Ok(Visit::Refused(reason)) => refused(app, reason),
        Err(problem) if problem.kind == ProblemKind::NOT_FOUND => refused(app, "unknown_payment"),
        Err(problem) => {
            tracing::error!(
                problem = problem.kind.name,
                detail = problem.detail,
                "callback not answered"
            );
            Trouble.into_response()
        }
    }
}

/// An address that no header can carry was refused when the payment was made.
fn see_other(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(location) => (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
        Err(_) => Trouble.into_response(),
    }
}

fn refused(app: &App, reason: &'static str) -> Response {
    app.metrics.callback_refused(reason);
    tracing::warn!(reason, "callback refused");
    Refused.into_response()
}
