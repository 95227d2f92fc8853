use http::StatusCode;
use serde::Serialize;

use super::Answer;
use crate::switch::V2ErrorStatus;
use crate::world::{Dialect, Refusal, code};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorA<'a> {
    status_code: &'a str,
    status_message: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorB<'a> {
    internal_code: &'a str,
    external_code: &'a str,
    error_message_en: &'a str,
    error_message_bn: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorIframe<'a> {
    error_code: &'a str,
    error_message: &'a str,
}

impl Dialect {
    /// A business error in the envelope of this dialect.
    pub(crate) fn refuse(self, refusal: &Refusal, v2_status: V2ErrorStatus) -> Answer {
        let (number, message) = (refusal.code.number, &*refusal.message);
        match self {
            Self::A => Answer::ok(&ErrorA {
                status_code: number,
                status_message: message,
            }),
            Self::Iframe => Answer::ok(&ErrorIframe {
                error_code: number,
                error_message: message,
            }),
            Self::B => Answer::json(
                match v2_status {
                    V2ErrorStatus::BadRequest => StatusCode::BAD_REQUEST,
                    V2ErrorStatus::Ok => StatusCode::OK,
                },
                &ErrorB {
                    internal_code: &refusal.code.internal(),
                    external_code: number,
                    error_message_en: message,
                    error_message_bn: None,
                },
            ),
        }
    }
}

/// The last two keys of every success of family A.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Success {
    status_code: &'static str,
    status_message: &'static str,
}

pub(super) const SUCCESS: Success = Success {
    status_code: code::SUCCESSFUL.number,
    status_message: code::SUCCESSFUL.message,
};

/// What the API gateway in front of bKash answers by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GatewayMessage {
    status: StatusCode,
    text: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    message: &'a str,
}

impl GatewayMessage {
    pub(crate) const UNAUTHORIZED: Self = Self::of(StatusCode::UNAUTHORIZED, "Unauthorized");
    /// For a token that was good once.
    pub(crate) const EXPIRED: Self =
        Self::of(StatusCode::UNAUTHORIZED, "The incoming token has expired");
    pub(crate) const INVALID_BODY: Self = Self::of(StatusCode::BAD_REQUEST, "Invalid request body");
    pub(crate) const TOO_LONG: Self = Self::of(StatusCode::PAYLOAD_TOO_LARGE, "Request Too Long");
    pub(crate) const TOO_MANY: Self = Self::of(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests");
    pub(crate) const TIMED_OUT: Self =
        Self::of(StatusCode::GATEWAY_TIMEOUT, "Endpoint request timed out");
    /// No such route, or not by this method.
    pub(crate) const NO_ROUTE: Self =
        Self::of(StatusCode::FORBIDDEN, "Missing Authentication Token");

    const fn of(status: StatusCode, text: &'static str) -> Self {
        Self { status, text }
    }

    /// What the API gateway says with a status of its own.
    pub(crate) fn with_status(status: StatusCode) -> Self {
        let text = match status {
            StatusCode::BAD_REQUEST => Self::INVALID_BODY.text,
            StatusCode::UNAUTHORIZED => Self::UNAUTHORIZED.text,
            StatusCode::FORBIDDEN => "Forbidden",
            StatusCode::PAYLOAD_TOO_LARGE => Self::TOO_LONG.text,
            StatusCode::TOO_MANY_REQUESTS => Self::TOO_MANY.text,
            StatusCode::INTERNAL_SERVER_ERROR | StatusCode::BAD_GATEWAY => "Internal server error",
            StatusCode::SERVICE_UNAVAILABLE => "Service Unavailable",
            StatusCode::GATEWAY_TIMEOUT => Self::TIMED_OUT.text,
            other => other.canonical_reason().unwrap_or("Unknown"),
        };
        Self { status, text }
    }

    pub(crate) fn answer(self) -> Answer {
        Answer::json(self.status, &Message { message: self.text })
    }
}
