//! What the service keeps, as one narrow trait whose verbs are the service's work.
//!
//! Each verb is one transaction; there is no begin or commit here, so a half-done change cannot exist. All
//! guards against races live behind these verbs: versions, the one claim on an invoice, the one owner of an
//! idempotency key, the lease of a delivery. Ages and leases are the database's clock, never the caller's.

mod attention;
mod books;
mod change;
mod delivery;
mod endpoint;
mod error;
mod idempotency;
mod migration;
mod notification;
mod page;
mod world;

pub mod carry;
pub mod postgres;
pub mod sqlite;

pub use change::{
    Committed, Due, Evidence, KeyOutcome, Lane, Opened, Opening, PaymentChange, RefundChange,
    Reserved, Reserving,
};
pub use delivery::{
    Attempt, ClaimOrder, Delivery, DeliveryId, DeliveryOutcome, DeliveryQuery, DeliveryRecord,
    DeliveryStatus, NewDelivery, NotADeliveryId, PENDING_COUNTED, Redelivery, ShopAnswer,
};
pub use endpoint::{
    DISABLED_AFTER, Disabled, DisabledReason, Endpoint, EndpointDigest, FAILURE_NOTED_EVERY,
    FORGOTTEN_AFTER,
};
pub use error::{OpenError, StoreError};
pub use idempotency::{Fingerprint, KeyClaim, Route, StoredAnswer};
pub use notification::{
    NewNotification, Notification, NotificationOutcome, NotificationQuery, NotificationReason,
    NotificationState, Received,
};
pub use page::{Balance, LedgerLine, LedgerQuery, Page, PaymentQuery};
pub use world::{KeyDigest, World};

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId, Timestamp, TrxId};

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

    /// What a payment's key has been used for already: never [`Opened::Fresh`]; `None` when it is free.
    async fn payment_of_key(
        &self,
        account: AccountId,
        key: &KeyClaim,
    ) -> Result<Option<Opened>, StoreError>;

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

    /// The payments of a lane whose time has come by the database's clock, the longest overdue first; but what is
    /// executing before all that is unresolved.
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

    /// Remembers where webhooks go. Another address than the one remembered begins afresh: enabled, and
    /// not failing.
    async fn open_endpoint(&self, address: EndpointDigest) -> Result<Endpoint, StoreError>;

    /// `None` when none was opened yet.
    async fn endpoint(&self) -> Result<Option<Endpoint>, StoreError>;

    /// Forgets that it failed, so that deliveries are taken again; `None` when none was opened yet.
    async fn enable_endpoint(&self) -> Result<Option<Endpoint>, StoreError>;

    /// Takes up to `limit` deliveries that are due, in this order, counts an attempt on each, and keeps every
    /// other worker off them for `lease`. Takes nothing while the endpoint is disabled.
    async fn claim_deliveries(
        &self,
        limit: usize,
        lease: Duration,
        order: ClaimOrder,
    ) -> Result<Vec<Delivery>, StoreError>;

    /// Records how attempts at `endpoint` ended, and what that makes of it by [`Endpoint::after`]. A lease
    /// that has passed to another worker changes nothing, nor does an end that is told again; an endpoint that
    /// is not the one remembered is not judged.
    ///
    /// Answers `Some` when this disabled the endpoint.
    async fn finish_deliveries(
        &self,
        endpoint: EndpointDigest,
        attempts: Vec<Attempt>,
    ) -> Result<Option<Disabled>, StoreError>;

    /// How many webhooks are not with the shop yet; counts no further than `limit`.
    async fn pending_deliveries(&self, limit: usize) -> Result<usize, StoreError>;

    /// Newest first.
    async fn deliveries(
        &self,
        account: AccountId,
        query: &DeliveryQuery,
    ) -> Result<Page<DeliveryRecord>, StoreError>;

    /// Makes a delivered or failed webhook due at once, with the whole schedule before it.
    async fn redeliver(&self, account: AccountId, id: DeliveryId)
    -> Result<Redelivery, StoreError>;

    /// Does likewise with at most `limit` of those that were given up, since a moment if one is named, the
    /// oldest first; answers how many there were.
    async fn redeliver_failed(
        &self,
        account: AccountId,
        since: Option<Timestamp>,
        limit: usize,
    ) -> Result<usize, StoreError>;

    /// Keeps a notification, unless its message or its transaction is kept already.
    async fn receive_notification(
        &self,
        account: AccountId,
        notification: NewNotification,
    ) -> Result<Received, StoreError>;

    /// Takes up to `limit` notifications that are due, counts an attempt on each, and keeps every other
    /// worker off them for `lease`.
    async fn claim_notifications(
        &self,
        account: AccountId,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Notification>, StoreError>;

    /// Records what came of an attempt; `false`, and nothing changed, when the lease has passed on.
    async fn finish_notification(
        &self,
        message_id: &str,
        attempt: u32,
        outcome: NotificationOutcome,
    ) -> Result<bool, StoreError>;

    /// Newest first.
    async fn notifications(
        &self,
        account: AccountId,
        query: &NotificationQuery,
    ) -> Result<Page<Notification>, StoreError>;

    /// The payment that has one of the gateway's transactions, itself or by one of its refunds.
    async fn owner_of_transaction(
        &self,
        account: AccountId,
        trx_id: &TrxId,
    ) -> Result<Option<PaymentId>, StoreError>;

    /// The balance of each ledger account, in poisha; debits positive.
    async fn balances(&self, account: AccountId) -> Result<Vec<Balance>, StoreError>;

    /// Postings, newest first.
    async fn ledger(
        &self,
        account: AccountId,
        query: &LedgerQuery,
    ) -> Result<Page<LedgerLine>, StoreError>;
}
