use http::StatusCode;

use super::Struck;
use crate::wire::{Answer, GatewayMessage};
use crate::world::Code;

/// What the caller gets in place of the gateway's own answer.
#[derive(Debug, Clone)]
pub(super) enum Substitute {
    Closed,
    Reset,
    /// The API gateway's status with its message.
    Message(StatusCode),
    /// A code in the envelope of the route, with the status of the route or another.
    Code(Code, Option<StatusCode>),
    /// These bytes with HTTP 200, said to be JSON.
    Bytes(&'static [u8]),
    Html(StatusCode, &'static str),
}

impl Substitute {
    pub(super) fn struck(&self, refuse: impl FnOnce(Code) -> Answer) -> Struck {
        match self {
            Self::Closed => Struck::Closed,
            Self::Reset => Struck::Reset,
            Self::Message(status) => {
                Struck::Answered(GatewayMessage::with_status(*status).answer())
            }
            Self::Code(code, status) => {
                let refused = refuse(*code);
                let status = status.unwrap_or(refused.status);
                Struck::Answered(Answer { status, ..refused })
            }
            Self::Bytes(bytes) => Struck::Answered(Answer {
                status: StatusCode::OK,
                body: (*bytes).into(),
            }),
            Self::Html(status, page) => Struck::Html(Answer {
                status: *status,
                body: (*page).into(),
            }),
        }
    }
}
