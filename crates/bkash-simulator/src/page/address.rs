use axum::extract::{FromRequestParts, Path, Query};
use axum::response::Response;
use http::request::Parts;
use serde::Deserialize;

use super::html::error_page;
use crate::world::Window;

/// Which payment, and in which window; anything unreadable is the page that says not why.
pub(super) struct PageAddress {
    pub(super) payment_id: String,
    pub(super) window: Window,
}

#[derive(Deserialize)]
struct WindowName {
    #[serde(default)]
    window: String,
}

impl<S: Send + Sync> FromRequestParts<S> for PageAddress {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let query = Query::<WindowName>::from_request_parts(parts, state).await;
        match (path, query) {
            (Ok(Path(payment_id)), Ok(Query(name))) => Ok(Self {
                payment_id,
                window: Window::named(name.window),
            }),
            _ => Err(error_page()),
        }
    }
}
