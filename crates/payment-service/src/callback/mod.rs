//! The payer's browser coming back from the hosted pages.
//!
//! Whatever it claims goes to the engine; nothing is decided here. The path holds the payment's secret, so
//! it is never logged, never sent on as a referrer and never kept by a cache.

mod page;
mod prefetch;
mod protection;
mod visit;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{MethodRouter, get};

use crate::api::App;
use crate::problem::{Problem, ProblemKind};

/// A HEAD must not do what a GET does, so it is not answered by one.
pub(crate) fn routes() -> Router<App> {
    let protected = |route: MethodRouter<App>| {
        route
            .head(only_get)
            .fallback(only_get)
            .layer(from_fn(protection::protect))
    };
    Router::new()
        .route(
            "/callback/{payment_id}/{secret}",
            protected(get(visit::payer_returned)),
        )
        .route(
            "/callback/{payment_id}/{secret}/progress",
            protected(get(visit::progress)),
        )
}

async fn only_get() -> ([(axum::http::HeaderName, &'static str); 1], Problem) {
    (
        [(axum::http::header::ALLOW, "GET")],
        Problem::new(
            ProblemKind::METHOD_NOT_ALLOWED,
            "A callback is visited with GET.",
        ),
    )
}
