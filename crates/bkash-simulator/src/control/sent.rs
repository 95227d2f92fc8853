use axum::body::Bytes;
use axum::extract::{FromRequest, Request};

use super::problem::Problem;

/// The body of a control call, whole.
pub(super) struct Sent(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let body = Bytes::from_request(request, state).await;
        body.map(Self).map_err(|rejection| {
            Problem::unread(rejection.status(), "the body is too large or broke off")
        })
    }
}
