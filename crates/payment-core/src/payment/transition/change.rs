//! Building a decision step by step.

use super::super::attention::{Attention, Concern};
use super::super::decision::{Decision, Effect, Notice, Verdict, Why};
use super::super::record::Payment;
use super::super::state::PaymentState;
use crate::ledger::{LedgerEntry, Movement};
use crate::{PaymentId, Taka, Timestamp, TrxId};

/// A decision in the making.
pub(super) struct Change(Decision);

pub(super) const fn keep(why: Why) -> Verdict {
    Verdict::Keep(why)
}

impl Change {
    /// The same payment, one version on, in `state`.
    pub(super) fn to(payment: &Payment, state: PaymentState, now: Timestamp) -> Self {
        let next = Payment {
            version: payment.version + 1,
            updated_at: now,
            invoice_released: payment.invoice_released || state.is_closed(),
            state,
            ..payment.clone()
        };
        Self(Decision {
            next,
            effects: Vec::new(),
            entries: Vec::new(),
            notices: Vec::new(),
        })
    }

    pub(super) fn act(mut self, effect: Effect) -> Self {
        self.0.effects.push(effect);
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
    pub(super) fn attention(mut self, concern: Concern) -> Self {
        let since = self.0.next.updated_at;
        self.0.next.attention = Some(Attention { concern, since });
        self.tell(Notice::PaymentNeedsAttention)
    }

    /// A person has looked, or what there was to look at has answered itself.
    pub(super) fn nothing_to_look_at(mut self) -> Self {
        self.0.next.attention = None;
        self
    }

    pub(super) fn superseded(mut self, by: PaymentId) -> Self {
        self.0.next.superseded_by = Some(by);
        self.0.next.invoice_released = true;
        self
    }
}

impl From<Change> for Verdict {
    fn from(change: Change) -> Self {
        Self::Change(Box::new(change.0))
    }
}
