use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bkash_client::Clock;
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId, Timestamp, TrxId};
use rusqlite::Connection;

use super::clock::timestamp;
use super::error::Rollback;
use super::group::{self, Tx, Waited};
use super::readers::Readers;
use super::writer::Writer;
use super::{
    accounts, connection, deliveries, endpoint, evidence, ledger, migration, moved, notifications,
    opening, outbox, payment_change, payments, refund_change, refunds, reserving,
};
use crate::store::{
    Attempt, Balance, ClaimOrder, Committed, Delivery, DeliveryId, DeliveryQuery, DeliveryRecord,
    Disabled, Due, Endpoint, EndpointDigest, Evidence, KeyClaim, KeyDigest, Lane, LedgerLine,
    LedgerQuery, NewNotification, Notification, NotificationOutcome, NotificationQuery, OpenError,
    Opened, Opening, Page, PaymentChange, PaymentQuery, Received, Redelivery, RefundChange,
    Reserved, Reserving, Store, StoreError, World,
};

/// Where the work on the database is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteMode {
    /// One thread writes and commits in groups, two read.
    Thread,
    /// On the caller's thread, one after another: repeatable, and tokio's paused time does not leap while
    /// the database works.
    Inline,
}

/// A store in one SQLite file; several processes may use it.
#[derive(Debug)]
pub struct SqliteStore {
    access: Access,
    clock: Arc<dyn Clock>,
}

#[derive(Debug)]
enum Access {
    Threads { writer: Writer, readers: Readers },
    Inline(Mutex<Connection>),
}

/// Enough for two cores; a read takes some tens of microseconds.
const READERS: usize = 2;

impl SqliteStore {
    /// Opens the file, makes it if there is none, and brings its schema up to date.
    ///
    /// Fails on a schema that is newer than this program, and on a file whose data has moved. Blocks for as long as another process migrates.
    pub fn open(path: &Path, clock: Arc<dyn Clock>, mode: WriteMode) -> Result<Self, StoreError> {
        let mut sql = connection::writer(path)?;
        moved::refuse(&sql)?;
        migration::migrate(&mut sql, timestamp(&*clock).as_millis())?;
        let access = match mode {
            WriteMode::Inline => Access::Inline(Mutex::new(sql)),
            WriteMode::Thread => Access::Threads {
                readers: Readers::start(path, READERS)?,
                writer: Writer::start(sql, Arc::clone(&clock))?,
            },
        };
        Ok(Self { access, clock })
    }

    /// A store for simulations: it works inline, and ends when it is dropped.
    pub fn open_in_memory(clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let mut sql = connection::in_memory()?;
        migration::migrate(&mut sql, timestamp(&*clock).as_millis())?;
        let access = Access::Inline(Mutex::new(sql));
        Ok(Self { access, clock })
    }

    /// Does `work` in a transaction. Once begun it ends, also when the caller's future is dropped.
    async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(Tx<'_>) -> Result<T, Rollback<T>> + Send + 'static,
    {
        let (job, answer) = Waited::boxed(work);
        match &self.access {
            Access::Threads { writer, .. } => writer.hand_over(job).await?,
            Access::Inline(sql) => {
                let sql = sql.lock().unwrap_or_else(PoisonError::into_inner);
                group::run(&sql, || timestamp(&*self.clock), vec![job]);
            }
        }
        answer
            .await
            .map_err(|_| StoreError::unavailable("the writer has ended"))?
    }

    async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        match &self.access {
            Access::Threads { readers, .. } => readers.read(work).await,
            Access::Inline(sql) => work(&sql.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

#[async_trait]
impl Store for SqliteStore {
    /// Asks the writer, so that it fails when the writer is gone. A full disk shows only in a commit that writes.
    async fn now(&self) -> Result<Timestamp, StoreError> {
        let now = |tx: Tx<'_>| {
            moved::refuse(tx.sql)?;
            Ok(tx.now)
        };
        self.write(now).await
    }

    async fn open_account(&self, world: &World) -> Result<AccountId, OpenError> {
        let world = world.clone();
        self.write(move |tx| accounts::open(tx, &world)).await?
    }

    async fn add_api_key(&self, account: AccountId, key: KeyDigest) -> Result<(), StoreError> {
        self.write(move |tx| Ok(accounts::add_key(tx, account, key)?))
            .await
    }

    async fn account_of_key(&self, key: KeyDigest) -> Result<Option<AccountId>, StoreError> {
        self.read(move |sql| accounts::of_key(sql, key)).await
    }

    async fn open_payment(&self, opening: Opening) -> Result<Opened, StoreError> {
        self.write(move |tx| opening::open(tx, &opening)).await
    }

    async fn payment_of_key(
        &self,
        account: AccountId,
        key: &KeyClaim,
    ) -> Result<Option<Opened>, StoreError> {
        let key = key.clone();
        self.read(move |sql| opening::of_key(sql, account, &key))
            .await
    }

    async fn payment(&self, id: PaymentId) -> Result<Option<Payment>, StoreError> {
        self.read(move |sql| payments::one(sql, id)).await
    }

    async fn payments(
        &self,
        account: AccountId,
        query: &PaymentQuery,
    ) -> Result<Page<Payment>, StoreError> {
        let query = query.clone();
        self.read(move |sql| payments::list(sql, account, &query))
            .await
    }

    async fn commit_payment(&self, change: PaymentChange) -> Result<Committed, StoreError> {
        self.write(move |tx| payment_change::commit(tx, &change))
            .await
    }

    async fn due_payments(&self, lane: Lane, limit: usize) -> Result<Due<Payment>, StoreError> {
        let now = timestamp(&*self.clock);
        self.read(move |sql| payments::due(sql, lane, now, limit))
            .await
    }

    async fn refund_of_key(
        &self,
        account: AccountId,
        key: &KeyClaim,
    ) -> Result<Option<Reserved>, StoreError> {
        let key = key.clone();
        self.read(move |sql| reserving::of_key(sql, account, &key))
            .await
    }

    async fn reserve_refund(&self, reserving: Reserving) -> Result<Reserved, StoreError> {
        self.write(move |tx| reserving::reserve_refund(tx, reserving))
            .await
    }

    async fn refund(&self, id: RefundId) -> Result<Option<Refund>, StoreError> {
        self.read(move |sql| refunds::one(sql, id)).await
    }

    async fn refunds_of(&self, payment: PaymentId) -> Result<Vec<Refund>, StoreError> {
        self.read(move |sql| refunds::of(sql, payment)).await
    }

    async fn commit_refund(&self, change: RefundChange) -> Result<Committed, StoreError> {
        self.write(move |tx| refund_change::commit(tx, &change))
            .await
    }

    async fn due_refunds(&self, limit: usize) -> Result<Due<Refund>, StoreError> {
        let now = timestamp(&*self.clock);
        self.read(move |sql| refunds::due(sql, now, limit)).await
    }

    async fn attention_payments(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Payment>, StoreError> {
        self.read(move |sql| payments::needing_attention(sql, account, limit))
            .await
    }

    async fn attention_refunds(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Refund>, StoreError> {
        self.read(move |sql| refunds::needing_attention(sql, account, limit))
            .await
    }

    async fn evidence(&self, payment: PaymentId) -> Result<Vec<Evidence>, StoreError> {
        self.read(move |sql| evidence::of(sql, payment)).await
    }

    async fn open_endpoint(&self, address: EndpointDigest) -> Result<Endpoint, StoreError> {
        self.write(move |tx| Ok(endpoint::open(tx, address)?)).await
    }

    async fn endpoint(&self) -> Result<Option<Endpoint>, StoreError> {
        self.read(endpoint::stored).await
    }

    async fn enable_endpoint(&self) -> Result<Option<Endpoint>, StoreError> {
        self.write(|tx| Ok(endpoint::enable(tx)?)).await
    }

    async fn claim_deliveries(
        &self,
        limit: usize,
        lease: Duration,
        order: ClaimOrder,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.write(move |tx| Ok(outbox::claim(tx, limit, lease, order)?))
            .await
    }

    async fn finish_deliveries(
        &self,
        endpoint: EndpointDigest,
        attempts: Vec<Attempt>,
    ) -> Result<Option<Disabled>, StoreError> {
        self.write(move |tx| Ok(outbox::finish(tx, endpoint, &attempts)?))
            .await
    }

    async fn pending_deliveries(&self, limit: usize) -> Result<usize, StoreError> {
        self.read(move |sql| deliveries::pending(sql, limit)).await
    }

    async fn deliveries(
        &self,
        account: AccountId,
        query: &DeliveryQuery,
    ) -> Result<Page<DeliveryRecord>, StoreError> {
        let query = query.clone();
        self.read(move |sql| deliveries::list(sql, account, &query))
            .await
    }

    async fn redeliver(
        &self,
        account: AccountId,
        id: DeliveryId,
    ) -> Result<Redelivery, StoreError> {
        self.write(move |tx| Ok(deliveries::redeliver(tx, account, &id)?))
            .await
    }

    async fn redeliver_failed(
        &self,
        account: AccountId,
        since: Option<Timestamp>,
        limit: usize,
    ) -> Result<usize, StoreError> {
        self.write(move |tx| Ok(deliveries::redeliver_failed(tx, account, since, limit)?))
            .await
    }

    async fn receive_notification(
        &self,
        account: AccountId,
        notification: NewNotification,
    ) -> Result<Received, StoreError> {
        self.write(move |tx| Ok(notifications::receive(tx, account, &notification)?))
            .await
    }

    async fn claim_notifications(
        &self,
        account: AccountId,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Notification>, StoreError> {
        self.write(move |tx| Ok(notifications::claim(tx, account, limit, lease)?))
            .await
    }

    async fn finish_notification(
        &self,
        message_id: &str,
        attempt: u32,
        outcome: NotificationOutcome,
    ) -> Result<bool, StoreError> {
        let message_id = message_id.to_owned();
        let work = move |tx: Tx<'_>| Ok(notifications::finish(tx, &message_id, attempt, outcome)?);
        self.write(work).await
    }

    async fn notifications(
        &self,
        account: AccountId,
        query: &NotificationQuery,
    ) -> Result<Page<Notification>, StoreError> {
        let query = query.clone();
        self.read(move |sql| notifications::list(sql, account, &query))
            .await
    }

    async fn owner_of_transaction(
        &self,
        account: AccountId,
        trx_id: &TrxId,
    ) -> Result<Option<PaymentId>, StoreError> {
        let trx_id = trx_id.clone();
        self.read(move |sql| notifications::owner(sql, account, &trx_id))
            .await
    }

    async fn balances(&self, account: AccountId) -> Result<Vec<Balance>, StoreError> {
        self.read(move |sql| ledger::balances(sql, account)).await
    }

    async fn ledger(
        &self,
        account: AccountId,
        query: &LedgerQuery,
    ) -> Result<Page<LedgerLine>, StoreError> {
        let query = query.clone();
        self.read(move |sql| ledger::lines(sql, account, &query))
            .await
    }
}
