//! Building a decision step by step.

use super::decision::{RefundDecision, RefundEffect, RefundVerdict};
use super::record::{Refund, RefundAttention, RefundConcern, RefundState};
use crate::ledger::{LedgerEntry, Movement};
use crate::payment::Notice;
use crate::{Taka, Timestamp, TrxId};

/// A decision in the making.
pub(super) struct Change(RefundDecision);

impl Change {
    /// The same refund, one version on, in `state`.
    pub(super) fn to(refund: &Refund, state: RefundState, now: Timestamp) -> Self {
        let next = Refund {
            version: refund.version + 1,
            updated_at: now,
            state,
            ..refund.clone()
        };
        Self(RefundDecision {
            next,
            effects: Vec::new(),
            entries: Vec::new(),
            notices: Vec::new(),
        })
    }

    pub(super) fn read_status(mut self) -> Self {
        self.0.effects.push(RefundEffect::CallRefundStatus);
        self
    }

    pub(super) fn tell(mut self, notice: Notice) -> Self {
        self.0.notices.push(notice);
        self
    }

    /// Posts nothing when nothing moved.
    pub(super) fn post(mut self, movement: Movement, amount: Taka, trx_id: Option<TrxId>) -> Self {
        if !amount.is_zero() {
            self.0.entries.push(LedgerEntry {
                movement,
                amount,
                trx_id,
            });
        }
        self
    }

    /// Asks for a person, and tells the shop.
    pub(super) fn attention(mut self, concern: RefundConcern) -> Self {
        let since = self.0.next.updated_at;
        self.0.next.attention = Some(RefundAttention { concern, since });
        self.tell(Notice::RefundNeedsAttention)
    }

    /// A person has looked, or what there was to look at has answered itself.
    pub(super) fn nothing_to_look_at(mut self) -> Self {
        self.0.next.attention = None;
        self
    }
}

impl From<Change> for RefundVerdict {
    fn from(change: Change) -> Self {
        Self::Change(Box::new(change.0))
    }
}
