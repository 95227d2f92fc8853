use axum::extract::FromRequestParts;
use axum::response::Response;
use http::HeaderMap;
use http::request::Parts;
use tokio::time::Instant;

use crate::arrival::Arrival;
use crate::gateway::World;
use crate::journal::{Answered, EntryBody, Exchange, mask_form, mask_headers};

/// What the journal keeps of a payer's request. The page itself is not kept.
pub(super) struct Visit {
    method: String,
    path: String,
    headers: HeaderMap,
    arrival: Arrival,
    started: Instant,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self {
            method: parts.method.to_string(),
            path: parts.uri.to_string(),
            headers: parts.headers.clone(),
            arrival: Arrival::of(&parts.extensions),
            started: Instant::now(),
        })
    }
}

impl Visit {
    /// Records the visit and passes its response on. PIN and OTP among the fields are masked.
    pub(super) fn recorded(
        self,
        world: &World,
        fields: &[(&str, &str)],
        response: Response,
    ) -> Response {
        let exchange = Exchange {
            at: world.now(),
            endpoint: "page",
            method: self.method,
            path: self.path,
            headers: mask_headers(&self.headers),
            body: if fields.is_empty() {
                EntryBody::None
            } else {
                mask_form(fields)
            },
            arrival: self.arrival,
            fault: None,
            over_token_limit: false,
        };
        let answered = Answered {
            status: response.status().as_u16(),
            content_type: "text/html; charset=utf-8",
            body: EntryBody::None,
        };
        let took = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        world.journal().add(exchange, Some(answered), Some(took));
        response
    }
}
