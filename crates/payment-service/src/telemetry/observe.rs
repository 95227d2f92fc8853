use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tracing::Instrument;

use super::gateway::milliseconds;
use super::{Metrics, request_id};
use crate::api::with_request_id;
use crate::problem::{Problem, ProblemKind};

/// Around every request: its id, its span, one line and one count at the end, and no crash that takes the
/// connection along.
///
/// Only the route's template is named, never the path: callback paths hold secrets.
pub(crate) async fn observe(
    State(metrics): State<Metrics>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = request_id::of(request.headers());
    let method = word(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("request", id, method, route);

    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    let response = work.instrument(span.clone()).await.unwrap_or_else(|_| {
        Problem::new(
            ProblemKind::INTERNAL,
            "This request met a bug; its id finds it in the log.",
        )
        .into_response()
    });
    let status = response.status().as_u16();
    let took = started.elapsed();
    let took_ms = milliseconds(took);
    span.in_scope(|| match status {
        500.. => tracing::error!(status, took_ms, "answered"),
        _ if is_probe(&route) => tracing::debug!(status, took_ms, "answered"),
        _ => tracing::info!(status, took_ms, "answered"),
    });
    metrics.http_request(&route, method, status, took);

    let mut response = with_request_id(response, &id);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(request_id::HEADER, value);
    }
    response
}

/// Asked every few seconds by machines; not worth a line each.
fn is_probe(route: &str) -> bool {
    matches!(route, "/healthz" | "/readyz" | "/metrics")
}

/// A caller may invent methods; a label may not.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use serde_json::Value;
    use tower::ServiceExt;

    async fn crash() -> &'static str {
        panic!("the canary of a crash")
    }

    #[tokio::test]
    async fn a_handler_that_crashes_answers_a_problem_that_names_the_request_and_tells_nothing() {
        let metrics = Metrics::new();
        let router = Router::new()
            .route("/crash", get(crash))
            .layer(from_fn_with_state(metrics.clone(), observe));
        let request = Request::get("/crash").header("x-request-id", "request-0001");
        let response = router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();

        assert_eq!(response.status(), 500);
        let body = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["type"], "internal");
        assert_eq!(problem["request_id"], "request-0001");
        assert!(!problem.to_string().contains("canary"));
        let counted = r#"{route="/crash",method="GET",status="500"} 1"#;
        assert!(metrics.render().contains(counted), "{}", metrics.render());
    }
}
