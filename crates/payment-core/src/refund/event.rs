use crate::payment::{NotPerformed, Refusal};
use crate::{Taka, Timestamp, TrxId};

/// Something that has happened to a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundEvent {
    /// The gateway said that money went back.
    Answered(RefundReport),
    /// The gateway answered with a code that settles the matter.
    Refused(Refusal),
    /// It never reached the gateway's backend.
    NotPerformed(NotPerformed),
    /// No answer that settles the matter.
    Unanswered,
    /// As [`Self::Unanswered`], while the gateway is spared questions: the first read of refund status is due
    /// at once and waits for its turn, uncounted.
    UnansweredAskLater,
    /// The time that [`super::Refund::wake_after`] named has passed, by the database's clock.
    ///
    /// It speaks of the version that was found due: never decide it again on a newer one.
    Woken,
    /// Refund status was answered with every refund of the payment that the gateway knows.
    StatusRead(Vec<ListedRefund>),
    /// Refund status brought no answer that settles anything.
    StatusUnanswered,
    /// A person decided.
    Resolved(RefundResolution),
}

/// What the gateway said of a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundReport {
    /// The transaction of the movement back.
    pub refund_trx_id: Option<TrxId>,
    /// Whether neither another refund nor any ledger entry of ours carries it; the caller looks it up.
    pub refund_trx_id_is_new: bool,
    /// The payment's transaction.
    pub original_trx_id: Option<TrxId>,
    /// Whether it is `Completed`.
    pub completed: bool,
    /// What went back.
    pub amount: Option<Taka>,
}

/// One refund in the gateway's list for a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRefund {
    /// The transaction of the movement back.
    pub refund_trx_id: TrxId,
    /// Whether another refund of ours, or a ledger entry, carries it; the caller looks it up.
    pub known: bool,
    /// Whether it is `Completed`.
    pub completed: bool,
    /// What went back.
    pub amount: Option<Taka>,
    /// When, by the gateway's clock.
    pub completed_at: Option<Timestamp>,
}

/// What a person found out about a refund that needed attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundResolution {
    /// Money went back by this transaction, which no other refund of ours carries.
    Paid(TrxId),
    /// Nothing went back.
    Unpaid,
    /// Seen; nothing of the refund changes.
    Acknowledged,
}
