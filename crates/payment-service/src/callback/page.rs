use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};

/// Execute is on its way; the page asks again by itself, without any script.
#[derive(Debug, Template)]
#[template(path = "callback/progress.html")]
pub(super) struct Progress<'a> {
    /// What to load next, relative to the address shown; empty reloads it.
    pub(super) next: &'a str,
    /// After so many seconds.
    pub(super) seconds: u64,
}

/// One page for every kind of refusal, so that it tells a forger nothing.
#[derive(Debug, Template)]
#[template(path = "callback/refused.html")]
pub(super) struct Refused;

/// The service cannot tell how the payment stands.
#[derive(Debug, Template)]
#[template(path = "callback/trouble.html")]
pub(super) struct Trouble;

impl IntoResponse for Progress<'_> {
    fn into_response(self) -> Response {
        page(StatusCode::OK, &self)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        page(StatusCode::BAD_REQUEST, &self)
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = page(StatusCode::SERVICE_UNAVAILABLE, &self);
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("5"));
        response
    }
}

fn page(status: StatusCode, page: &impl Template) -> Response {
    let html = [(CONTENT_TYPE, "text/html; charset=utf-8")];
    match page.render() {
        Ok(text) => (status, html, text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
