use axum::body::{Body, to_bytes};
use http::{Method, Request, Response};
use hyper::body::Incoming;

use super::tape::Tape;
use super::upstream::Upstream;

/// Far above any call of the gateway.
const LONGEST_REQUEST: usize = 1024 * 1024;

/// The connection is to be closed: there is no answer, and none is invented.
#[derive(Debug, thiserror::Error)]
#[error("closed without an answer")]
pub(super) struct HangUp;

/// One call from its first byte to its answer.
pub(super) async fn forward(
    tape: &Tape,
    upstream: &Upstream,
    request: Request<Incoming>,
) -> Result<Response<Body>, HangUp> {
    let (parts, body) = request.into_parts();
    let is_for_us = parts.uri.authority().is_none() && parts.method != Method::CONNECT;
    if !is_for_us {
        return Err(HangUp);
    }
    let body = to_bytes(Body::new(body), LONGEST_REQUEST).await;
    let body = body.map_err(|_| HangUp)?;
    let recording = tape.begin(&parts, &body);
    let answer = match upstream.call(&parts, body).await {
        Ok(answer) => answer,
        Err(why) => {
            recording.lost(&why);
            return Err(HangUp);
        }
    };
    recording.answered(&answer);
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    Ok(response)
}
