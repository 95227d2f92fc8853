use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, HeaderName, header};

use super::index;

const PAGE: &str = include_str!("../../assets/inspector/inspector.html");

/// As the payer's pages: nothing from elsewhere, nothing inline, no framing. The scripts call us only.
const HEADERS: [(HeaderName, &str); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
         img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// A browser gets the inspector; anybody else is told of the control calls.
pub(super) async fn page_or_index(headers: HeaderMap) -> Response {
    let mut accepted = headers.get_all(header::ACCEPT).iter();
    let wants_html = accepted.any(|value| {
        value
            .to_str()
            .is_ok_and(|value| value.contains("text/html"))
    });
    match wants_html {
        true => (HEADERS, Html(PAGE)).into_response(),
        false => index::text().into_response(),
    }
}
