use axum::Router;
use axum::http::header::{CACHE_CONTROL, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{Method, Uri};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{get, post};

use super::{App, attention, ledger, notifications, payments, refunds, transactions, webhooks};
use crate::problem::{Problem, ProblemKind};
use crate::{callback, notification, telemetry};

/// Every route of the service. A new one is protected by asking for a `Caller`.
pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/v1/payments", get(payments::list).post(payments::create))
        .route("/v1/payments/{id}", get(payments::get))
        .route("/v1/payments/{id}/evidence", get(payments::evidence))
        .route(
            "/v1/payments/{id}/refunds",
            get(refunds::list).post(refunds::create),
        )
        .route("/v1/refunds/{id}", get(refunds::get))
        .route("/v1/transactions/{trx_id}", get(transactions::get))
        .route("/v1/ledger/balances", get(ledger::balances))
        .route("/v1/ledger/entries", get(ledger::entries))
        .route("/v1/attention", get(attention::list))
        .route(
            "/v1/attention/payments/{id}",
            post(attention::resolve_payment),
        )
        .route(
            "/v1/attention/refunds/{id}",
            post(attention::resolve_refund),
        )
        .route("/v1/webhooks/endpoint", get(webhooks::endpoint))
        .route("/v1/webhooks/endpoint/enable", post(webhooks::enable))
        .route("/v1/webhooks/deliveries", get(webhooks::list))
        .route(
            "/v1/webhooks/deliveries/redeliver",
            post(webhooks::redeliver_failed),
        )
        .route(
            "/v1/webhooks/deliveries/{id}/redeliver",
            post(webhooks::redeliver),
        )
        .route("/v1/notifications", get(notifications::list))
        .merge(callback::routes())
        .merge(notification::routes())
        .merge(telemetry::routes())
        .fallback(no_such_path)
        .method_not_allowed_fallback(no_such_method)
        .layer(map_response(keep_to_the_caller))
        .layer(from_fn_with_state(app.metrics.clone(), telemetry::observe))
        .with_state(app)
}

async fn no_such_path() -> Problem {
    Problem::new(
        ProblemKind::NOT_FOUND,
        "There is no such path; the API's begin with /v1/.",
    )
}

async fn no_such_method(method: Method, uri: Uri) -> Problem {
    // A callback's path holds a secret.
    let path = if uri.path().starts_with("/v1/") {
        uri.path()
    } else {
        "this path"
    };
    Problem::new(
        ProblemKind::METHOD_NOT_ALLOWED,
        format!("{method} is not for {path}; the Allow header names the methods that are."),
    )
}

/// Answers show wallets and the addresses of checkouts, and paths hold secrets: no cache keeps them, no
/// browser takes them for a page or tells them to the next site.
async fn keep_to_the_caller(mut response: Response) -> Response {
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        let headers = response.headers_mut();
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
