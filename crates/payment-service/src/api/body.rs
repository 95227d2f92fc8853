use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use bytes::Bytes;
use http_body_util::LengthLimitError;
use serde_json::{Map, Value};

use super::{App, json};
use crate::problem::{Problem, ProblemKind};

/// No request body of the API is larger: 64 KiB.
const BODY_MAX: usize = 64 * 1024;
/// A body that takes longer to arrive is not waited for.
const BODY_WITHIN: Duration = Duration::from_secs(10);

/// The members of a JSON object that came whole, in time and once each.
#[derive(Debug)]
pub(super) struct JsonBody(pub(super) Map<String, Value>);

impl FromRequest<App> for JsonBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        require_json(request.headers())?;
        let (head, body) = request.into_parts();
        let bytes = read(&head.headers, body, BODY_MAX).await?;
        json::object(&bytes).map(Self).map_err(|why| {
            Problem::new(
                ProblemKind::MALFORMED_BODY,
                format!("The body was refused: {why}."),
            )
        })
    }
}

fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    let media = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    if media.trim().eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::new(
        ProblemKind::WRONG_CONTENT_TYPE,
        "Send the body as JSON with the header `Content-Type: application/json`.",
    ))
}

/// The whole body of at most `max` bytes. What says that it is longer is refused before a byte of it is read.
pub(crate) async fn read(headers: &HeaderMap, body: Body, max: usize) -> Result<Bytes, Problem> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max) {
        return Err(too_large(max));
    }
    let unread = |detail| Problem::new(ProblemKind::MALFORMED_BODY, detail);
    match tokio::time::timeout(BODY_WITHIN, axum::body::to_bytes(body, max)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_too_long(&error) => Err(too_large(max)),
        Ok(Err(_)) => Err(unread("The body broke off.")),
        Err(_) => Err(unread("The body did not arrive within 10 seconds.")),
    }
}

fn is_too_long(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<LengthLimitError>())
}

fn too_large(max: usize) -> Problem {
    Problem::new(
        ProblemKind::BODY_TOO_LARGE,
        format!("No body here needs more than {} KiB.", max / 1024),
    )
}
