use super::record::Refund;
use crate::ledger::LedgerEntry;
use crate::payment::{Notice, Why};

/// What an event makes of a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundVerdict {
    /// Commit all of it in one transaction, then act.
    Change(Box<RefundDecision>),
    /// Nothing changes, and nothing may be sent.
    Keep(Why),
}

/// A change, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundDecision {
    /// The refund as it will be; its version is one more than before.
    pub next: Refund,
    /// To be done after the commit, and only by the one whose commit it was.
    pub effects: Vec<RefundEffect>,
    /// Rows of the commit.
    pub entries: Vec<LedgerEntry>,
    /// Webhooks to the shop; rows of the commit.
    pub notices: Vec<Notice>,
}

/// A call to the gateway that a refund's decision permits. There is none that sends it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundEffect {
    /// Ask which refunds the gateway knows.
    CallRefundStatus,
}
