use payment_core::ledger::{LedgerAccount, Movement};
use payment_core::payment::PaymentStatus;
use payment_core::{PaymentId, RefundId, Timestamp, TrxId};

/// Which payments to list.
#[derive(Clone, Debug, Default)]
pub struct PaymentQuery {
    /// Only these.
    pub status: Option<PaymentStatus>,
    /// Only those of this invoice.
    pub merchant_invoice_number: Option<String>,
    /// Created at or after.
    pub from: Option<Timestamp>,
    /// Created before.
    pub to: Option<Timestamp>,
    /// Only those older than this one: the last of the page before.
    pub after: Option<PaymentId>,
    /// At least 1.
    pub limit: usize,
}

/// Which postings to list.
#[derive(Clone, Debug, Default)]
pub struct LedgerQuery {
    /// Only those of this payment.
    pub payment: Option<PaymentId>,
    /// Written at or after.
    pub from: Option<Timestamp>,
    /// Written before.
    pub to: Option<Timestamp>,
    /// Only those older than this posting: the last of the page before.
    pub after: Option<i64>,
    /// At least 1.
    pub limit: usize,
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// At most the limit.
    pub items: Vec<T>,
    /// Whether more follow.
    pub more: bool,
}

/// What a ledger account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Which.
    pub account: LedgerAccount,
    /// Poisha; debits positive.
    pub poisha: i64,
}

/// One posting as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLine {
    /// Rises with every posting.
    pub id: i64,
    /// The two postings of one entry share it.
    pub entry: i64,
    /// When it was written, by the database's clock.
    pub at: Timestamp,
    /// Why.
    pub movement: Movement,
    /// The book.
    pub account: LedgerAccount,
    /// Poisha; debits positive.
    pub poisha: i64,
    /// The payment it belongs to.
    pub payment: PaymentId,
    /// The refund it belongs to, if any.
    pub refund: Option<RefundId>,
    /// The gateway's transaction, where it named one.
    pub trx_id: Option<TrxId>,
}
