use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId, Timestamp, TrxId};

use super::place::{Place, Side};
use super::switch::{around, reach};
use crate::store::{
    Attempt, Balance, ClaimOrder, Committed, Delivery, DeliveryId, DeliveryQuery, DeliveryRecord,
    Disabled, Due, Endpoint, EndpointDigest, Evidence, KeyClaim, KeyDigest, Lane, LedgerLine,
    LedgerQuery, NewNotification, Notification, NotificationOutcome, NotificationQuery, OpenError,
    Opened, Opening, Page, PaymentChange, PaymentQuery, Received, Redelivery, RefundChange,
    Reserved, Reserving, Store, StoreError, World,
};

/// A store with a point on either side of every verb that writes.
#[derive(Debug)]
pub(crate) struct MortalStore(pub(crate) Arc<dyn Store>);

#[async_trait]
impl Store for MortalStore {
    async fn open_account(&self, world: &World) -> Result<AccountId, OpenError> {
        around(Place::OpenAccount, self.0.open_account(world)).await
    }

    async fn add_api_key(&self, account: AccountId, key: KeyDigest) -> Result<(), StoreError> {
        around(Place::AddApiKey, self.0.add_api_key(account, key)).await
    }

    async fn open_payment(&self, opening: Opening) -> Result<Opened, StoreError> {
        around(Place::OpenPayment, self.0.open_payment(opening)).await
    }

    async fn commit_payment(&self, change: PaymentChange) -> Result<Committed, StoreError> {
        let place = Place::CommitPayment(change.next.status());
        around(place, self.0.commit_payment(change)).await
    }

    async fn reserve_refund(&self, reserving: Reserving) -> Result<Reserved, StoreError> {
        around(Place::ReserveRefund, self.0.reserve_refund(reserving)).await
    }

    async fn commit_refund(&self, change: RefundChange) -> Result<Committed, StoreError> {
        let place = Place::CommitRefund(change.next.status());
        around(place, self.0.commit_refund(change)).await
    }

    async fn claim_deliveries(
        &self,
        limit: usize,
        lease: Duration,
        order: ClaimOrder,
    ) -> Result<Vec<Delivery>, StoreError> {
        reach(Place::ClaimDeliveries, Side::Before);
        let claimed = self.0.claim_deliveries(limit, lease, order).await?;
        if !claimed.is_empty() {
            reach(Place::ClaimDeliveries, Side::After);
        }
        Ok(claimed)
    }

    async fn finish_deliveries(
        &self,
        endpoint: EndpointDigest,
        attempts: Vec<Attempt>,
    ) -> Result<Option<Disabled>, StoreError> {
        let place = |attempt: &Attempt| Place::finishing(attempt.outcome);
        let places: Vec<_> = attempts.iter().map(place).collect();
        for place in &places {
            reach(*place, Side::Before);
        }
        let disabled = self.0.finish_deliveries(endpoint, attempts).await;
        for place in places {
            reach(place, Side::After);
        }
        disabled
    }

    async fn open_endpoint(&self, address: EndpointDigest) -> Result<Endpoint, StoreError> {
        around(Place::OpenEndpoint, self.0.open_endpoint(address)).await
    }

    async fn enable_endpoint(&self) -> Result<Option<Endpoint>, StoreError> {
        around(Place::EnableEndpoint, self.0.enable_endpoint()).await
    }

    async fn redeliver(
        &self,
        account: AccountId,
        id: DeliveryId,
    ) -> Result<Redelivery, StoreError> {
        around(Place::Redeliver, self.0.redeliver(account, id)).await
    }

    async fn redeliver_failed(
        &self,
        account: AccountId,
        since: Option<Timestamp>,
        limit: usize,
    ) -> Result<usize, StoreError> {
        let work = self.0.redeliver_failed(account, since, limit);
        around(Place::RedeliverFailed, work).await
    }

    async fn receive_notification(
        &self,
        account: AccountId,
        notification: NewNotification,
    ) -> Result<Received, StoreError> {
        let work = self.0.receive_notification(account, notification);
        around(Place::ReceiveNotification, work).await
    }

    async fn claim_notifications(
        &self,
        account: AccountId,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Notification>, StoreError> {
        reach(Place::ClaimNotifications, Side::Before);
        let claimed = self.0.claim_notifications(account, limit, lease).await?;
        if !claimed.is_empty() {
            reach(Place::ClaimNotifications, Side::After);
        }
        Ok(claimed)
    }

    async fn finish_notification(
        &self,
        message_id: &str,
        attempt: u32,
        outcome: NotificationOutcome,
    ) -> Result<bool, StoreError> {
        let work = self.0.finish_notification(message_id, attempt, outcome);
        around(Place::FinishNotification, work).await
    }

    // What only reads has no points.

    async fn now(&self) -> Result<Timestamp, StoreError> {
        self.0.now().await
    }

    async fn account_of_key(&self, key: KeyDigest) -> Result<Option<AccountId>, StoreError> {
        self.0.account_of_key(key).await
    }

    async fn payment(&self, id: PaymentId) -> Result<Option<Payment>, StoreError> {
        self.0.payment(id).await
    }

    async fn payments(
        &self,
        account: AccountId,
        query: &PaymentQuery,
    ) -> Result<Page<Payment>, StoreError> {
        self.0.payments(account, query).await
    }

    async fn due_payments(&self, lane: Lane, limit: usize) -> Result<Due<Payment>, StoreError> {
        self.0.due_payments(lane, limit).await
    }

    async fn payment_of_key(
        &self,
        account: AccountId,
        key: &KeyClaim,
    ) -> Result<Option<Opened>, StoreError> {
        self.0.payment_of_key(account, key).await
    }

    async fn refund_of_key(
        &self,
        account: AccountId,
        key: &KeyClaim,
    ) -> Result<Option<Reserved>, StoreError> {
        self.0.refund_of_key(account, key).await
    }

    async fn refund(&self, id: RefundId) -> Result<Option<Refund>, StoreError> {
        self.0.refund(id).await
    }

    async fn refunds_of(&self, payment: PaymentId) -> Result<Vec<Refund>, StoreError> {
        self.0.refunds_of(payment).await
    }

    async fn due_refunds(&self, limit: usize) -> Result<Due<Refund>, StoreError> {
        self.0.due_refunds(limit).await
    }

    async fn attention_payments(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Payment>, StoreError> {
        self.0.attention_payments(account, limit).await
    }

    async fn attention_refunds(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<Refund>, StoreError> {
        self.0.attention_refunds(account, limit).await
    }

    async fn evidence(&self, payment: PaymentId) -> Result<Vec<Evidence>, StoreError> {
        self.0.evidence(payment).await
    }

    async fn endpoint(&self) -> Result<Option<Endpoint>, StoreError> {
        self.0.endpoint().await
    }

    async fn pending_deliveries(&self, limit: usize) -> Result<usize, StoreError> {
        self.0.pending_deliveries(limit).await
    }

    async fn deliveries(
        &self,
        account: AccountId,
        query: &DeliveryQuery,
    ) -> Result<Page<DeliveryRecord>, StoreError> {
        self.0.deliveries(account, query).await
    }

    async fn notifications(
        &self,
        account: AccountId,
        query: &NotificationQuery,
    ) -> Result<Page<Notification>, StoreError> {
        self.0.notifications(account, query).await
    }

    async fn owner_of_transaction(
        &self,
        account: AccountId,
        trx_id: &TrxId,
    ) -> Result<Option<PaymentId>, StoreError> {
        self.0.owner_of_transaction(account, trx_id).await
    }

    async fn balances(&self, account: AccountId) -> Result<Vec<Balance>, StoreError> {
        self.0.balances(account).await
    }

    async fn ledger(
        &self,
        account: AccountId,
        query: &LedgerQuery,
    ) -> Result<Page<LedgerLine>, StoreError> {
        self.0.ledger(account, query).await
    }
}
