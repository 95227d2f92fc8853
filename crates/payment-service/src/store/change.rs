use std::collections::BTreeSet;

use payment_core::ledger::LedgerEntry;
use payment_core::payment::{Payment, PaymentStatus};
use payment_core::refund::{Refund, RefundLimit, RefundOrder, RefundRefused};
use payment_core::{PaymentId, RefundId, Timestamp, TrxId};

use super::delivery::NewDelivery;
use super::idempotency::{KeyClaim, StoredAnswer};

/// A new payment to store.
#[derive(Clone, Debug)]
pub struct Opening {
    /// In `Creating`, version 1.
    pub payment: Payment,
    /// The caller's key, if it sent one.
    pub key: Option<KeyClaim>,
    /// The change of the payment that has claimed the invoice so far, decided on an earlier
    /// [`Opened::InvoiceTaken`].
    pub supersede: Option<PaymentChange>,
}

/// How a new payment was met.
#[derive(Clone, Debug)]
pub enum Opened {
    /// Stored; create may leave.
    Fresh,
    /// The key has an answer already; nothing was stored.
    Replay(StoredAnswer),
    /// The key's first request has no answer yet; nothing was stored.
    InFlight,
    /// The key was used for other content; nothing was stored.
    OtherContent,
    /// This payment of the invoice [`Payment::stands_in_the_way`], and `supersede` does not name it at its
    /// present version; nothing was stored. Where several do, one that cannot be superseded comes first:
    /// money that turned up late for a payment keeps a third one out.
    InvoiceTaken(Box<Payment>),
}

/// A decision on a payment, whole: everything here commits together or not at all.
#[derive(Clone, Debug)]
pub struct PaymentChange {
    /// The payment as it will be; it is written only over version `next.version - 1`.
    pub next: Payment,
    /// Rows of the ledger.
    pub entries: Vec<LedgerEntry>,
    /// Rows of the outbox.
    pub deliveries: Vec<NewDelivery>,
    /// What becomes of the idempotency key that opened the payment.
    pub key: KeyOutcome,
    /// The reply that caused the change.
    pub evidence: Option<Evidence>,
}

/// A decision on a refund, whole.
#[derive(Clone, Debug)]
pub struct RefundChange {
    /// The refund as it will be; it is written only over version `next.version - 1`.
    pub next: Refund,
    /// Rows of the ledger.
    pub entries: Vec<LedgerEntry>,
    /// Rows of the outbox.
    pub deliveries: Vec<NewDelivery>,
    /// What becomes of the idempotency key that reserved the refund.
    pub key: KeyOutcome,
    /// The reply that caused the change.
    pub evidence: Option<Evidence>,
}

impl PaymentChange {
    /// The gateway's transactions that become this payment's own.
    pub(super) fn trx_ids(&self) -> BTreeSet<&TrxId> {
        let settled = self.next.settled().map(|settled| &settled.trx_id);
        named(settled, &self.entries)
    }
}

impl RefundChange {
    /// The gateway's transactions that become this refund's own.
    pub(super) fn trx_ids(&self) -> BTreeSet<&TrxId> {
        named(self.next.refund_trx_id(), &self.entries)
    }
}

/// A blank one tells nothing apart. Sorted, so that all who claim several do so in one order.
fn named<'a>(settled: Option<&'a TrxId>, entries: &'a [LedgerEntry]) -> BTreeSet<&'a TrxId> {
    let posted = entries.iter().filter_map(|entry| entry.trx_id.as_ref());
    let all = settled.into_iter().chain(posted);
    all.filter(|trx_id| !trx_id.is_blank()).collect()
}

/// What becomes of an idempotency key with a change.
#[derive(Clone, Debug, Default)]
pub enum KeyOutcome {
    /// Nothing.
    #[default]
    Keep,
    /// A repeat gets this; a key that has an answer keeps it.
    Answer(StoredAnswer),
    /// A key without an answer is free for another try: nothing happened that a repeat could double.
    Release,
}

/// Whether a change was committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// All of it.
    Done,
    /// None of it: someone else was quicker. Load again and decide again.
    Stale,
    /// None of it: another payment or refund carries this transaction. Decide again with that known.
    TrxIdTaken,
    /// None of it: the payment may not become `Executing`, as money has come, or may have come, for this
    /// other payment of its invoice.
    InvoicePaid(PaymentId),
}

/// A refund to reserve.
#[derive(Clone, Debug)]
pub struct Reserving {
    /// What it goes back from.
    pub payment: PaymentId,
    /// Its identifier.
    pub id: RefundId,
    /// What the shop asks.
    pub order: RefundOrder,
    /// How many the gateway's API takes.
    pub limit: RefundLimit,
    /// The caller's key.
    pub key: KeyClaim,
    /// When it was asked, by the service's clock.
    pub now: Timestamp,
}

/// How a new refund was met.
#[derive(Clone, Debug)]
pub enum Reserved {
    /// Stored as pending; it may leave.
    Fresh(Box<Refund>),
    /// The key has an answer already.
    Replay(StoredAnswer),
    /// The key's first request has no stored answer yet; this is its refund as it stands.
    InFlight(Box<Refund>),
    /// The key was used for other content.
    OtherContent,
    /// The rules refuse it; nothing was stored, and the key is free.
    Refused(RefundRefused),
    /// There is no such payment.
    NoPayment,
}

/// What waking a due payment may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A commit and nothing else: a create without an answer, a payer who stayed away.
    Local,
    /// A query: an execute without an answer.
    Gateway,
}

impl Lane {
    /// The payments in it.
    #[must_use]
    pub const fn statuses(self) -> [PaymentStatus; 2] {
        match self {
            Self::Local => [PaymentStatus::Creating, PaymentStatus::AwaitingPayer],
            Self::Gateway => [PaymentStatus::Executing, PaymentStatus::Unresolved],
        }
    }
}

/// Work whose time has come.
#[derive(Clone, Debug)]
pub struct Due<T> {
    /// The database's clock when it was looked up.
    pub now: Timestamp,
    /// In the order of the verb that looked it up.
    pub items: Vec<T>,
}

/// A masked raw reply of a call that may move money, kept for disputes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The call: `create`, `execute`, `query`, `refund`, `refund_status`, `search`.
    pub call: &'static str,
    /// The refund it was about, if any.
    pub refund: Option<RefundId>,
    /// When it came, by the service's clock.
    pub at: Timestamp,
    /// The HTTP status, if one came.
    pub status: Option<u16>,
    /// The body without secrets and tokens, wallet numbers masked; or why there is none.
    pub body: String,
}

impl Evidence {
    /// Every call of which a reply may be kept.
    pub(super) const CALLS: [&'static str; 6] = [
        "create",
        "execute",
        "query",
        "refund",
        "refund_status",
        "search",
    ];
}
