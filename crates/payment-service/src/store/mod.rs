//! What the service keeps, as one narrow trait whose verbs are the service's work.
//!
//! Each verb is one transaction; there is no begin or commit here, so a half-done change cannot exist. All
//! guards against races live behind these verbs: versions, the one claim on an invoice, the one owner of an
//! idempotency key, the lease of a delivery. Ages and leases are the database's clock, never the caller's.

mod change;
mod delivery;
mod error;
mod idempotency;
mod page;
mod world;

pub mod sqlite;

pub use change::{
    Committed, Due, Evidence, KeyOutcome, Lane, Opened, Opening, PaymentChange, RefundChange,
    Reserved, Reserving,
};
pub use delivery::{Delivery, DeliveryId, DeliveryOutcome, DeliveryStatus, NewDelivery};
pub use error::{OpenError, StoreError};
pub use idempotency::{Fingerprint, KeyClaim, Route, StoredAnswer};
pub use page::{Balance, LedgerLine, LedgerQuery, Page, PaymentQuery};
pub use world::{KeyDigest, World};

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId, Timestamp};

/// Every backend passes the same conformance suite (`tests/it/store`).
#[async_trait]
pub trait Store: Send + Sync + Debug {
    /// The database's clock.
    async fn now(&self) -> Result<Timestamp, StoreError>;

    /// The merchant account of this world; stamps the database on first use and refuses another world.
    async fn open_account(&self, world: &World) -> Result<AccountId, OpenError>;

    /// Lets a shop in. Adding a known key again changes nothing.
    async fn add_api_key(&self, account: AccountId, key: KeyDigest) -> Result<(), StoreError>;

    /// Whose key this is.
    async fn account_of_key(&self, key: KeyDigest) -> Result<Option<AccountId>, StoreError>;

    /// Stores a new payment with its idempotency key and, where asked, the change of the payment that it
    /// supersedes: all or nothing.
    async fn open_payment(&self, opening: Opening) -> Result<Opened, StoreError>;

    /// `None` when there is none; the account is not looked at, the caller compares it.
    async fn payment(&self, id: PaymentId) -> Result<Option<Payment>, StoreError>;

    /// Newest first.
    async fn payments(
        &self,
        account: AccountId,
        query: &PaymentQuery,
    ) -> Result<Page<Payment>, StoreError>;

    /// Commits a decision whole, if the payment still has the version that it was made on. Nothing
    /// becomes `Executing` beside another payment of its invoice that [`Payment::stands_in_the_way`].
    async fn commit_payment(&self, change: PaymentChange) -> Result<Committed, StoreError>;

    /// The payments of a lane whose time has come by the database's clock, the longest overdue first.
    async fn due_payments(&self, lane: Lane, limit: usize) -> Result<Due<Payment>, StoreError>;

    /// What a refund's key has been used for already; `None` when it is free.
    async fn refund_of_key(
        &self,
        account: AccountId,
        key: &KeyClaim,
    ) -> Result<Option<Reserved>, StoreError>;

    /// Decides by `payment_core::refund::reserve` inside the transaction, and stores the refund as pending.
    async fn reserve_refund(&self, reserving: Reserving) -> Result<Reserved, StoreError>;

    /// `None` when there is none; the account is not looked at, the caller compares it.
    async fn refund(&self, id: RefundId) -> Result<Option<Refund>, StoreError>;

    /// Every refund of a payment, oldest first.
    async fn refunds_of(&self, payment: PaymentId) -> Result<Vec<Refund>, StoreError>;

    /// Commits a decision whole, if the refund still has the version that it was made on.
    async fn commit_refund(&self, change: RefundChange) -> Result<Committed, StoreError>;

    /// The refunds whose time has come by the database's clock, the longest overdue first.
    async fn due_refunds(&self, limit: usize) -> Result<Due<Refund>, StoreError>;

    /// Payments that are held, unresolved or marked for attention, oldest first, at most `limit`.
    async fn attention_payments(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Payment>, StoreError>;

    /// Refunds that are unresolved or marked for attention, oldest first, at most `limit`.
    async fn attention_refunds(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Refund>, StoreError>;

    /// The masked raw replies kept with a payment and its refunds, oldest first.
    async fn evidence(&self, payment: PaymentId) -> Result<Vec<Evidence>, StoreError>;

    /// Takes up to `limit` deliveries that are due, counts an attempt on each, and keeps every other
    /// worker off them for `lease`.
    async fn claim_deliveries(
        &self,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Delivery>, StoreError>;

    /// Records how an attempt ended. A lease that has passed to another worker changes nothing.
    async fn finish_delivery(
        &self,
        id: DeliveryId,
        attempt: u32,
        outcome: DeliveryOutcome,
    ) -> Result<(), StoreError>;

    /// The balance of each ledger account, in poisha; debits positive.
    async fn balances(&self, account: AccountId) -> Result<Vec<Balance>, StoreError>;

    /// Postings, newest first.
    async fn ledger(
        &self,
        account: AccountId,
        query: &LedgerQuery,
    ) -> Result<Page<LedgerLine>, StoreError>;
}
