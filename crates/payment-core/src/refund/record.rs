use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::schedule::read_delay;
use crate::payment::{CALL_LIMIT, NotPerformed, Refusal};
use crate::text::{Reason, Sku};
use crate::{AccountId, PaymentId, RefundId, Taka, Timestamp, TrxId};

/// A refund as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Ours.
    pub id: RefundId,
    /// What it goes back from.
    pub payment: PaymentId,
    /// Whose credentials it uses.
    pub account: AccountId,
    /// Above zero.
    pub amount: Taka,
    /// Never empty.
    pub sku: Sku,
    /// Never empty.
    pub reason: Reason,
    /// When it was reserved.
    pub created_at: Timestamp,
    /// When the last change was decided.
    pub updated_at: Timestamp,
    /// 1 at first, one more with every change.
    pub version: u64,
    /// Where it stands.
    pub state: RefundState,
    /// Set while a person must look.
    pub attention: Option<RefundAttention>,
}

/// Where a refund stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RefundState {
    /// Reserved, and may be on its way.
    Pending,
    /// Money went back.
    Completed {
        /// The gateway's transaction for the movement back.
        refund_trx_id: TrxId,
        /// When we learned of it.
        at: Timestamp,
    },
    /// Nothing went back; the reserve is free again.
    Declined(RefundDeclined),
    /// Sent without an answer that settles it: money may have gone back.
    Unresolved(UnresolvedRefund),
}

/// What is true of a refund that was not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnresolvedRefund {
    /// How many times refund status was asked; counted in the commit before it leaves.
    pub reads: u32,
    /// Whether the last read has neither been answered nor given up.
    pub asking: bool,
    /// How many reads did not list it.
    pub absent_reads: u32,
    /// What went back by an answer that does not fit, as the ledger holds it in suspense.
    pub in_suspense: Taka,
}

/// Why nothing went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundDeclined {
    /// The gateway said no.
    Refused(Refusal),
    /// It never reached the gateway's backend.
    NotPerformed(NotPerformed),
    /// The gateway has not listed it for half an hour: it was not performed.
    NeverPerformed,
    /// A person found that nothing went back.
    FoundUnpaid,
    /// What went back is not this refund; the ledger keeps it in suspense, and it counts as gone back.
    LeftInSuspense {
        /// What went back.
        went_back: Taka,
    },
}

/// Why a person must look at a refund, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAttention {
    /// What was found.
    pub concern: RefundConcern,
    /// When it was found.
    pub since: Timestamp,
}

/// What was found that the rules cannot settle alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "concern", rename_all = "snake_case")]
pub enum RefundConcern {
    /// The gateway confirmed a refund that is not the one we asked for.
    Mismatch,
    /// Listed refunds could be ours, and their amounts and times do not say which one is.
    SeveralCandidates {
        /// All of them.
        refund_trx_ids: Vec<TrxId>,
    },
    /// Refund status never settled the matter.
    NoStatus,
    /// Money went back after the reserve had been released.
    LateCompletion,
}

/// The state's name alone, as stored and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// See [`RefundState::Pending`].
    Pending,
    /// See [`RefundState::Completed`].
    Completed,
    /// See [`RefundState::Declined`].
    Declined,
    /// See [`RefundState::Unresolved`].
    Unresolved,
}

impl RefundStatus {
    /// The stable name in the API and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Unresolved => "unresolved",
        }
    }
}

impl Refund {
    /// The state's name.
    #[must_use]
    pub const fn status(&self) -> RefundStatus {
        match self.state {
            RefundState::Pending => RefundStatus::Pending,
            RefundState::Completed { .. } => RefundStatus::Completed,
            RefundState::Declined(_) => RefundStatus::Declined,
            RefundState::Unresolved(_) => RefundStatus::Unresolved,
        }
    }

    /// Whether money may still move for it, so that its amount stays reserved.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(
            self.state,
            RefundState::Pending | RefundState::Unresolved(_)
        )
    }

    /// The gateway's transaction for the movement back, once there is one.
    #[must_use]
    pub const fn refund_trx_id(&self) -> Option<&TrxId> {
        match &self.state {
            RefundState::Completed { refund_trx_id, .. } => Some(refund_trx_id),
            _ => None,
        }
    }

    /// What has gone back by it as far as we know, in whatever way.
    #[must_use]
    pub const fn went_back(&self) -> Taka {
        match &self.state {
            RefundState::Completed { .. } => self.amount,
            RefundState::Unresolved(open) => open.in_suspense,
            RefundState::Declined(RefundDeclined::LeftInSuspense { went_back }) => *went_back,
            RefundState::Pending | RefundState::Declined(_) => Taka::ZERO,
        }
    }

    /// How long after the commit of this version a worker must look again, by the database's clock.
    #[must_use]
    pub fn wake_after(&self) -> Option<Duration> {
        match &self.state {
            RefundState::Pending => Some(CALL_LIMIT),
            RefundState::Unresolved(open) if open.asking => Some(CALL_LIMIT),
            // A person has the list in hand.
            RefundState::Unresolved(_) if self.attention.is_some() => None,
            RefundState::Unresolved(open) => read_delay(open.reads),
            RefundState::Completed { .. } | RefundState::Declined(_) => None,
        }
    }
}
