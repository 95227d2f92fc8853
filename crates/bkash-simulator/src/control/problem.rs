use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use crate::input::BadField;

/// Why a control call was not done (RFC 9457), with the field to mend and what it may hold.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    detail: String,
    field: Option<Box<Field>>,
}

#[derive(Debug)]
struct Field {
    name: String,
    allowed: Value,
}

impl From<BadField> for Problem {
    fn from(bad: BadField) -> Self {
        Self::field(&bad.name, bad.detail, bad.allowed)
    }
}

impl Problem {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            field: None,
        }
    }

    /// 400, for one field.
    pub(super) fn field(name: &str, detail: impl Into<String>, allowed: impl Into<Value>) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, detail);
        let field = Field {
            name: name.to_owned(),
            allowed: allowed.into(),
        };
        Self {
            field: Some(Box::new(field)),
            ..problem
        }
    }

    /// The body did not come whole.
    pub(super) fn unread(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::new(status, detail)
    }

    pub(super) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub(super) fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let (Some(object), Some(field)) = (body.as_object_mut(), self.field) {
            object.insert("field".to_owned(), field.name.into());
            object.insert("allowed".to_owned(), field.allowed);
        }
        let mut response = (self.status, body.to_string()).into_response();
        let problem_json = HeaderValue::from_static("application/problem+json");
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, problem_json);
        response
    }
}

pub(super) async fn method_not_allowed() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this control call wants another method",
    )
}

pub(super) async fn no_such_resource() -> Problem {
    Problem::not_found("there is no such control call; /_simulator lists them")
}
