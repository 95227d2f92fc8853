//! The gateway's backend never saw the call.

use std::fmt;

use jiff::Timestamp;

use crate::reply::MaskedReply;

/// A call that had no effect: no money moved, nothing was created.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotPerformed {
    /// Why, for a program.
    pub reason: NotPerformedReason,
    /// Why, for a person; holds no secret.
    pub message: String,
    /// What the gateway said, if it was the gateway that turned the call away.
    pub reply: Option<MaskedReply>,
    /// When the next token call is allowed, if the token budget is what stands in the way.
    pub next_allowed_at: Option<Timestamp>,
}

/// Why a call was not performed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotPerformedReason {
    /// The caller's input breaks a rule of the gateway; nothing was sent.
    InvalidRequest,
    /// No id token could be had; nothing was sent.
    NoToken,
    /// No id token, and no token call is allowed before
    /// [`next_allowed_at`](NotPerformed::next_allowed_at); nothing was sent.
    TokenBudget,
    /// No connection, so no byte of the request left.
    NotSent,
    /// The moment by which the request had to be written passed first.
    TooLate,
    /// 401: the id token was refused, and so was, or could not be had, its successor.
    Unauthorized,
    /// 403: blocked by address, environment or route.
    Forbidden,
    /// 400: the body did not pass the gateway's schema.
    BadRequest,
    /// 429: too many calls.
    Throttled,
}

impl NotPerformed {
    pub(crate) fn new(reason: NotPerformedReason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
            reply: None,
            next_allowed_at: None,
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(NotPerformedReason::InvalidRequest, message)
    }

    pub(crate) fn with_reply(mut self, reply: Option<MaskedReply>) -> Self {
        self.reply = reply;
        self
    }
}

impl fmt::Display for NotPerformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not performed: {}", self.message)
    }
}

impl std::error::Error for NotPerformed {}
