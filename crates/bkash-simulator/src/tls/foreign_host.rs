use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::is_gateway_name;

/// Some clients ask a proxy for a whole `https://` address without CONNECT. What is meant for
/// another host is not answered in its name.
pub(crate) async fn refuse_foreign_hosts(request: Request, next: Next) -> Response {
    match request.uri().authority() {
        Some(authority) if !is_gateway_name(authority.as_str()) => {
            let text =
                format!("this proxy leads to the simulated gateway only, not to {authority}\n");
            (StatusCode::FORBIDDEN, text).into_response()
        }
        _ => next.run(request).await,
    }
}
