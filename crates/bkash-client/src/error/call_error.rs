//! One error for all calls: ask it questions instead of matching its variants.

use std::fmt;

use jiff::Timestamp;

use super::{NotPerformed, Refusal, Unanswered};
use crate::reply::MaskedReply;

/// A call that did not succeed: refused, not performed or unanswered, and always exactly one.
#[derive(Clone)]
pub struct CallError(Box<Kind>);

#[derive(Debug, Clone)]
enum Kind {
    Refused(Refusal),
    NotPerformed(NotPerformed),
    Unanswered(Unanswered),
}

impl CallError {
    /// The gateway's code and words, if it answered with a refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match &*self.0 {
            Kind::Refused(refusal) => Some(refusal),
            Kind::NotPerformed(_) | Kind::Unanswered(_) => None,
        }
    }

    /// Whether the call surely had no effect, though the gateway's backend never said so.
    #[must_use]
    pub fn is_not_performed(&self) -> bool {
        self.not_performed().is_some()
    }

    /// Why nothing was performed.
    #[must_use]
    pub fn not_performed(&self) -> Option<&NotPerformed> {
        match &*self.0 {
            Kind::NotPerformed(not_performed) => Some(not_performed),
            Kind::Refused(_) | Kind::Unanswered(_) => None,
        }
    }

    /// Whether the call may have had its effect: unanswered. After a create this is harmless, no
    /// money moves before execute. After a refund, ask for the refund status; never send it again.
    #[must_use]
    pub fn outcome_is_unknown(&self) -> bool {
        self.unanswered().is_some()
    }

    /// Why the outcome is unknown.
    #[must_use]
    pub fn unanswered(&self) -> Option<&Unanswered> {
        match &*self.0 {
            Kind::Unanswered(unanswered) => Some(unanswered),
            Kind::Refused(_) | Kind::NotPerformed(_) => None,
        }
    }

    /// When the next token call is allowed, if the token budget was what stood in the way.
    #[must_use]
    pub fn next_allowed_at(&self) -> Option<Timestamp> {
        self.not_performed()?.next_allowed_at
    }

    /// What the gateway sent, if anything.
    #[must_use]
    pub fn reply(&self) -> Option<&MaskedReply> {
        match &*self.0 {
            Kind::Refused(refusal) => Some(&refusal.reply),
            Kind::NotPerformed(not_performed) => not_performed.reply.as_ref(),
            Kind::Unanswered(unanswered) => unanswered.reply.as_ref(),
        }
    }
}

impl From<Refusal> for CallError {
    fn from(refusal: Refusal) -> Self {
        Self(Box::new(Kind::Refused(refusal)))
    }
}

impl From<NotPerformed> for CallError {
    fn from(not_performed: NotPerformed) -> Self {
        Self(Box::new(Kind::NotPerformed(not_performed)))
    }
}

impl From<Unanswered> for CallError {
    fn from(unanswered: Unanswered) -> Self {
        Self(Box::new(Kind::Unanswered(unanswered)))
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Refused(refusal) => refusal.fmt(f),
            Kind::NotPerformed(not_performed) => not_performed.fmt(f),
            Kind::Unanswered(unanswered) => unanswered.fmt(f),
        }
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for CallError {}
