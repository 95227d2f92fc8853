//! Sent, and nothing came back that settles it.

use std::fmt;

use crate::code::Code;
use crate::reply::MaskedReply;

/// A call of unknown effect. If it moves money, money may have moved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unanswered {
    /// Why the effect is unknown.
    pub reason: UnansweredReason,
    /// What came back, if anything did.
    pub reply: Option<MaskedReply>,
}

/// Why the effect of a call is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnansweredReason {
    /// Nothing whole came within the call's deadline.
    TimedOut,
    /// The connection broke after the request began to leave.
    Lost,
    /// A 5xx status: the backend may have acted before something in front of it gave up.
    ServerError,
    /// A reply that cannot be read as an answer: empty, cut, HTML, a success without its fields.
    Unreadable(String),
    /// A code that does not say whether money moved; only for calls that move money.
    Unsettled(Code),
}

impl Unanswered {
    pub(crate) fn new(reason: UnansweredReason, reply: Option<MaskedReply>) -> Self {
        Self { reason, reply }
    }
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unanswered, the outcome is unknown: ")?;
        match &self.reason {
            UnansweredReason::TimedOut => f.write_str("no reply in time"),
            UnansweredReason::Lost => f.write_str("the connection broke"),
            UnansweredReason::ServerError => {
                let status = self.reply.as_ref().and_then(|reply| reply.status);
                write!(
                    f,
                    "the gateway answered with status {}",
                    status.unwrap_or(500)
                )
            }
            UnansweredReason::Unreadable(what) => f.write_str(what),
            UnansweredReason::Unsettled(code) => write!(f, "code {code} does not settle it"),
        }
    }
}

impl std::error::Error for Unanswered {}
