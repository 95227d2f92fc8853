use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::Pool;
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId, Timestamp, TrxId};

use super::connection::{self, CONNECTIONS, LIST_CONNECTIONS, optional_row};
use super::error::ConnectError;
use super::migration::{self, MIGRATIONS};
use super::{
    PostgresUrl, accounts, changes, column, deliveries, endpoint, evidence, ledger, notifications,
    opening, outbox, payments, refunds, reserving,
};
use crate::store::migration::Migration;
use crate::store::{
    Attempt, Balance, ClaimOrder, Committed, Delivery, DeliveryId, DeliveryQuery, DeliveryRecord,
    Disabled, Due, Endpoint, EndpointDigest, Evidence, KeyClaim, KeyDigest, Lane, LedgerLine,
    LedgerQuery, NewNotification, Notification, NotificationOutcome, NotificationQuery, OpenError,
    Opened, Opening, Page, PaymentChange, PaymentQuery, Received, Redelivery, RefundChange,
    Reserved, Reserving, Store, StoreError, World,
};

/// A store in a database that any number of instances share.
#[derive(Debug)]
pub struct PostgresStore {
    pool: Pool,
    lists: Pool,
}

impl PostgresStore {
    /// Connects, and brings the schema up to date.
    ///
    /// Fails on a schema that is newer than this program, and within seconds when there is no server; waits for as
    /// long as another instance migrates.
    pub async fn connect(url: &PostgresUrl) -> Result<Self, ConnectError> {
        Self::migrated(url, MIGRATIONS).await
    }

    pub(super) async fn migrated(
        url: &PostgresUrl,
        migrations: &[Migration],
    ) -> Result<Self, ConnectError> {
        let pool = connection::pool(url, CONNECTIONS)?;
        let client = pool.get().await;
        let mut client = client.map_err(|error| ConnectError::of_pool(&error, url))?;
        match migration::run(&mut client, migrations).await {
            Ok(()) => {
                let lists = connection::pool(url, LIST_CONNECTIONS)?;
                Ok(Self { pool, lists })
            }
            Err(failed) => Err(failed.at(url)),
        }
    }
}

#[async_trait]
impl Store for PostgresStore {
    /// Fails also on a server that takes no changes.
    async fn now(&self) -> Result<Timestamp, StoreError> {
        let statement = "SELECT bkash_now() WHERE current_setting('transaction_read_only') = 'off'";
        let row = optional_row(&self.lists, statement, &[]).await?;
        let row = row.ok_or_else(|| StoreError::unavailable("the server takes no changes"))?;
        column::timestamp(&row, 0)
    }

    async fn open_account(&self, world: &World) -> Result<AccountId, OpenError> {
        accounts::open(&self.pool, world).await
    }

    async fn add_api_key(&self, account: AccountId, key: KeyDigest) -> Result<(), StoreError> {
        accounts::add_key(&self.pool, account, key).await
    }

    async fn account_of_key(&self, key: KeyDigest) -> Result<Option<AccountId>, StoreError> {
        accounts::of_key(&self.pool, key).await
    }

    async fn open_payment(&self, opening: Opening) -> Result<Opened, StoreError> {
        opening::open(&self.pool, &opening).await
    }

    async fn payment_of_key(
        &self,
        account: AccountId,
        key: &KeyClaim,
    ) -> Result<Option<Opened>, StoreError> {
        opening::of_key(&self.pool, account, key).await
    }

    async fn payment(&self, id: PaymentId) -> Result<Option<Payment>, StoreError> {
        payments::one(&self.pool, id).await
    }

    async fn payments(
        &self,
        account: AccountId,
        query: &PaymentQuery,
    ) -> Result<Page<Payment>, StoreError> {
        payments::list(&self.lists, account, query).await
    }

    async fn commit_payment(&self, change: PaymentChange) -> Result<Committed, StoreError> {
        changes::commit_payment(&self.pool, &change).await
    }

    async fn due_payments(&self, lane: Lane, limit: usize) -> Result<Due<Payment>, StoreError> {
        payments::due(&self.pool, lane, limit).await
    }

    async fn refund_of_key(
        &self,
        account: AccountId,
        key: &KeyClaim,
    ) -> Result<Option<Reserved>, StoreError> {
        reserving::of_key(&self.pool, account, key).await
    }

    async fn reserve_refund(&self, reserving: Reserving) -> Result<Reserved, StoreError> {
        reserving::reserve_refund(&self.pool, &reserving).await
    }

    async fn refund(&self, id: RefundId) -> Result<Option<Refund>, StoreError> {
        refunds::one(&self.pool, id).await
    }

    async fn refunds_of(&self, payment: PaymentId) -> Result<Vec<Refund>, StoreError> {
        refunds::of(&self.pool, payment).await
    }

    async fn commit_refund(&self, change: RefundChange) -> Result<Committed, StoreError> {
        changes::commit_refund(&self.pool, &change).await
    }

    async fn due_refunds(&self, limit: usize) -> Result<Due<Refund>, StoreError> {
        refunds::due(&self.pool, limit).await
    }

    async fn attention_payments(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Payment>, StoreError> {
        payments::needing_attention(&self.lists, account, limit).await
    }

    async fn attention_refunds(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Refund>, StoreError> {
        refunds::needing_attention(&self.lists, account, limit).await
    }

    async fn evidence(&self, payment: PaymentId) -> Result<Vec<Evidence>, StoreError> {
        evidence::of(&self.lists, payment).await
    }

    async fn open_endpoint(&self, address: EndpointDigest) -> Result<Endpoint, StoreError> {
        endpoint::open(&self.pool, address).await
    }

    async fn endpoint(&self) -> Result<Option<Endpoint>, StoreError> {
        endpoint::stored(&self.lists).await
    }

    async fn enable_endpoint(&self) -> Result<Option<Endpoint>, StoreError> {
        endpoint::enable(&self.pool).await
    }

    async fn claim_deliveries(
        &self,
        limit: usize,
        lease: Duration,
        order: ClaimOrder,
    ) -> Result<Vec<Delivery>, StoreError> {
        outbox::claim(&self.pool, limit, lease, order).await
    }

    async fn finish_deliveries(
        &self,
        endpoint: EndpointDigest,
        attempts: Vec<Attempt>,
    ) -> Result<Option<Disabled>, StoreError> {
        outbox::finish(&self.pool, endpoint, &attempts).await
    }

    async fn pending_deliveries(&self, limit: usize) -> Result<usize, StoreError> {
        deliveries::pending(&self.lists, limit).await
    }

    async fn deliveries(
        &self,
        account: AccountId,
        query: &DeliveryQuery,
    ) -> Result<Page<DeliveryRecord>, StoreError> {
        deliveries::list(&self.lists, account, query).await
    }

    async fn redeliver(
        &self,
        account: AccountId,
        id: DeliveryId,
    ) -> Result<Redelivery, StoreError> {
        deliveries::redeliver(&self.pool, account, &id).await
    }

    async fn redeliver_failed(
        &self,
        account: AccountId,
        since: Option<Timestamp>,
        limit: usize,
    ) -> Result<usize, StoreError> {
        deliveries::redeliver_failed(&self.pool, account, since, limit).await
    }

    async fn receive_notification(
        &self,
        account: AccountId,
        notification: NewNotification,
    ) -> Result<Received, StoreError> {
        notifications::receive(&self.pool, account, &notification).await
    }

    async fn claim_notifications(
        &self,
        account: AccountId,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Notification>, StoreError> {
        notifications::claim(&self.pool, account, limit, lease).await
    }

    async fn finish_notification(
        &self,
        message_id: &str,
        attempt: u32,
        outcome: NotificationOutcome,
    ) -> Result<bool, StoreError> {
        notifications::finish(&self.pool, message_id, attempt, outcome).await
    }

    async fn notifications(
        &self,
        account: AccountId,
        query: &NotificationQuery,
    ) -> Result<Page<Notification>, StoreError> {
        notifications::list(&self.lists, account, query).await
    }

    async fn owner_of_transaction(
        &self,
        account: AccountId,
        trx_id: &TrxId,
    ) -> Result<Option<PaymentId>, StoreError> {
        notifications::owner(&self.pool, account, trx_id).await
    }

    async fn balances(&self, account: AccountId) -> Result<Vec<Balance>, StoreError> {
        ledger::balances(&self.lists, account).await
    }

    async fn ledger(
        &self,
        account: AccountId,
        query: &LedgerQuery,
    ) -> Result<Page<LedgerLine>, StoreError> {
        ledger::lines(&self.lists, account, query).await
    }
}
