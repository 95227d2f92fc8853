use askama::Template;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};

/// Nothing from elsewhere, no inline script or style, no framing, forms only to ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

pub(super) fn page(status: StatusCode, template: &impl Template) -> Response {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, "a page cannot be written");
            return empty(StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A page that fetches an address of the merchant's beside itself.
pub(super) fn page_with_frame(status: StatusCode, template: &impl Template) -> Response {
    let mut response = page(status, template);
    let policy = HeaderValue::try_from(format!("{POLICY}; frame-src http: https:"));
    if let Ok(policy) = policy {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// After a form: the browser fetches the step that is now due, so that a reload posts nothing again.
pub(super) fn see_other(location: &str) -> Response {
    let mut response = empty(StatusCode::SEE_OTHER);
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage;

/// The one page for whatever may not be shown; it says not why and leads nowhere.
pub(super) fn error_page() -> Response {
    page(StatusCode::BAD_REQUEST, &ErrorPage)
}
