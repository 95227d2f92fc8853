use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::engine::Reply;
use crate::problem::{Problem, ProblemKind};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// A value as JSON with status 200.
#[derive(Debug)]
pub(crate) struct Answer(pub(crate) Value);

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, JSON)], self.0.to_string()).into_response()
    }
}

/// A list that is given part by part.
pub(super) fn list(data: Vec<Value>, next_cursor: Option<String>) -> Answer {
    let mut list = Map::new();
    list.insert("data".to_owned(), data.into());
    list.insert("next_cursor".to_owned(), next_cursor.into());
    Answer(Value::Object(list))
}

impl IntoResponse for Reply {
    /// The stored bytes as they are, so that a replay is the first answer again.
    fn into_response(self) -> Response {
        let status = status(self.status);
        let media = if status.is_success() {
            JSON
        } else {
            PROBLEM_JSON
        };
        let mut response = (status, [(CONTENT_TYPE, media)], self.body).into_response();
        if self.replayed {
            response
                .headers_mut()
                .insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

impl IntoResponse for Problem {
    /// Leaves itself with the response, so that `with_request_id` can name the request in it.
    fn into_response(self) -> Response {
        let headers = [(CONTENT_TYPE, PROBLEM_JSON)];
        let mut response = (status(self.kind.status), headers, self.to_json()).into_response();
        if self.kind == ProblemKind::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer realm=\"bkash\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, bearer);
        }
        if let Some(seconds) = self.retry_after_seconds() {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem's body once more, with the id under which the log knows more.
pub(crate) fn with_request_id(mut response: Response, request_id: &str) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    let body = problem.with("request_id", request_id).to_json();
    Response::from_parts(parts, Body::from(body))
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
