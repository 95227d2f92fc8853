use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;

/// A whole answer of the gateway; always `application/json`.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => Self {
                status,
                body: bytes.into(),
            },
            Err(error) => {
                tracing::error!(%error, "an answer of ours cannot be written as JSON");
                Self {
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    body: Bytes::new(),
                }
            }
        }
    }

    /// 9999 for a wrong secret, as it was seen live: no JSON, because of the newline in its text.
    pub(crate) fn raw_newline() -> Self {
        let body = "{\"statusCode\":\"9999\",\"statusMessage\":\"Invalid credentials.\n\"}";
        Self {
            status: StatusCode::OK,
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    pub(crate) fn ok(body: &impl Serialize) -> Self {
        Self::json(StatusCode::OK, body)
    }
}
