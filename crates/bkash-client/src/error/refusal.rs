//! The gateway answered, and the answer is no.

use std::fmt;

use crate::code::Code;
use crate::reply::MaskedReply;

/// An answer with a code other than success.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The gateway's code.
    pub code: Code,
    /// The gateway's own words (`statusMessage`), to be shown as they came (onboarding brief,
    /// action point 3). Empty if it sent none.
    pub message: String,
    /// The reply that carried them.
    pub reply: MaskedReply,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused by the gateway: {} {}", self.code, self.message)
    }
}

impl std::error::Error for Refusal {}
