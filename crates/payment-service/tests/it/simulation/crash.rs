use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId, Timestamp, TrxId};
use payment_service::store::{
    Attempt, Balance, ClaimOrder, Committed, Delivery, DeliveryId, DeliveryOutcome, DeliveryQuery,
    DeliveryRecord, Disabled, Due, Endpoint, EndpointDigest, Evidence, KeyClaim, KeyDigest, Lane,
    LedgerLine, LedgerQuery, NewNotification, Notification, NotificationOutcome, NotificationQuery,
    OpenError, Opened, Opening, Page, PaymentChange, PaymentQuery, Received, Redelivery,
    RefundChange, Reserved, Reserving, Store, StoreError, World,
};

use super::bell::Bells;
use super::luck::{About, Luck, Outage};
use super::sabotage::Sabotage;
use super::witness::Witness;

/// The store as one instance has it: now and then the instance dies or stalls around a commit,
/// or the commit fails.
#[derive(Debug)]
pub(crate) struct FragileStore {
    pub(crate) inner: Arc<dyn Store>,
    pub(crate) luck: Luck,
    pub(crate) witness: Witness,
    pub(crate) bells: Bells,
    pub(crate) sabotage: Option<Sabotage>,
}

fn failed() -> StoreError {
    StoreError::unavailable("simulated")
}

impl FragileStore {
    /// A store that nothing happens to but what the outage is told to do.
    pub(crate) fn calm(inner: Arc<dyn Store>) -> (Self, Outage) {
        let luck = Luck::calm("alpha");
        let outage = luck.outage.clone();
        let store = Self {
            inner,
            luck,
            witness: Witness::default(),
            bells: Bells::default(),
            sabotage: None,
        };
        (store, outage)
    }

    async fn around<T>(
        &self,
        verb: &'static str,
        about: Option<PaymentId>,
        commit: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let about = about.map_or(About::Webhooks, |id| About::Payment(id.to_string()));
        self.luck.around(verb, about, commit, failed).await
    }

    async fn open(&self, opening: Opening) -> Result<Opened, StoreError> {
        let (payment, superseded) = (opening.payment.clone(), opening.supersede.clone());
        let opened = self.inner.open_payment(opening).await?;
        let met = match &opened {
            Opened::Fresh => {
                self.saw(&payment);
                if let Some(change) = superseded {
                    self.look_whether_superseded(&change).await?;
                }
                return Ok(opened);
            }
            Opened::Replay(_) => "create replayed",
            Opened::InFlight => "create still in flight",
            Opened::OtherContent => "key of another create",
            Opened::InvoiceTaken(_) => "invoice taken",
        };
        self.luck.met.note("race", met);
        Ok(opened)
    }

    /// Nothing is, when the other payment has ended meanwhile and stands in the way no more.
    async fn look_whether_superseded(&self, change: &PaymentChange) -> Result<(), StoreError> {
        let stored = self.inner.payment(change.next.id).await?;
        if stored.as_ref() == Some(&change.next) {
            self.luck.met.note("race", "superseded by a newer payment");
            self.saw_change(change);
        } else {
            self.luck.met.note("race", "nothing left to supersede");
        }
        Ok(())
    }

    async fn change_payment(&self, mut change: PaymentChange) -> Result<Committed, StoreError> {
        if let Some(sabotage) = self.sabotage {
            sabotage.spoil_payment(&mut change);
        }
        let committed = self.inner.commit_payment(change.clone()).await?;
        match committed {
            Committed::Done => self.saw_change(&change),
            Committed::Stale => self.luck.met.note("race", "payment changed by another"),
            Committed::TrxIdTaken => self.luck.met.note("race", "transaction taken by another"),
            Committed::InvoicePaid(_) => self.luck.met.note("race", "order paid meanwhile"),
        }
        Ok(committed)
    }

    async fn reserve(&self, reserving: Reserving) -> Result<Reserved, StoreError> {
        let reserved = self.inner.reserve_refund(reserving).await?;
        let met = match &reserved {
            Reserved::Fresh(refund) => {
                self.saw_refund(refund);
                return Ok(reserved);
            }
            Reserved::Replay(_) => "refund replayed",
            Reserved::InFlight(_) => "refund still in flight",
            Reserved::OtherContent => "key of another refund",
            Reserved::Refused(_) => "refund refused by the rules",
            Reserved::NoPayment => "refund of nothing",
        };
        self.luck.met.note("race", met);
        Ok(reserved)
    }

    async fn change_refund(&self, mut change: RefundChange) -> Result<Committed, StoreError> {
        if let Some(sabotage) = self.sabotage {
            sabotage.spoil_refund(&mut change);
        }
        let committed = self.inner.commit_refund(change.clone()).await?;
        match committed {
            Committed::Done => {
                self.saw_refund(&change.next);
                self.expect_courier(&change.deliveries);
            }
            Committed::Stale => self.luck.met.note("race", "refund changed by another"),
            Committed::TrxIdTaken => self.luck.met.note("race", "transaction taken by another"),
            Committed::InvoicePaid(_) => {}
        }
        Ok(committed)
    }

    async fn claim(
        &self,
        limit: usize,
        lease: Duration,
        order: ClaimOrder,
    ) -> Result<Vec<Delivery>, StoreError> {
        let claimed = self.inner.claim_deliveries(limit, lease, order).await?;
        if !claimed.is_empty() {
            self.bells.deliver.set(self.in_time(lease));
        }
        Ok(claimed)
    }

    async fn finish(
        &self,
        endpoint: EndpointDigest,
        attempts: Vec<Attempt>,
    ) -> Result<Option<Disabled>, StoreError> {
        for attempt in &attempts {
            if let DeliveryOutcome::Retry(wait) = attempt.outcome {
                self.bells.deliver.set(self.in_time(wait));
            }
        }
        self.inner.finish_deliveries(endpoint, attempts).await
    }

    async fn send_again(
        &self,
        account: AccountId,
        id: DeliveryId,
    ) -> Result<Redelivery, StoreError> {
        self.bells.deliver.set(self.in_time(Duration::ZERO));
        self.inner.redeliver(account, id).await
    }

    async fn send_failed_again(
        &self,
        account: AccountId,
        since: Option<Timestamp>,
        limit: usize,
    ) -> Result<usize, StoreError> {
        self.bells.deliver.set(self.in_time(Duration::ZERO));
        self.inner.redeliver_failed(account, since, limit).await
    }

    async fn receive(
        &self,
        account: AccountId,
        notification: NewNotification,
    ) -> Result<Received, StoreError> {
        self.inner.receive_notification(account, notification).await
    }

    async fn take_notifications(
        &self,
        account: AccountId,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Notification>, StoreError> {
        self.inner.claim_notifications(account, limit, lease).await
    }

    async fn settle_notification(
        &self,
        message_id: &str,
        attempt: u32,
        outcome: NotificationOutcome,
    ) -> Result<bool, StoreError> {
        self.inner
            .finish_notification(message_id, attempt, outcome)
            .await
    }

    async fn enable(&self) -> Result<Option<Endpoint>, StoreError> {
        self.bells.deliver.set(self.in_time(Duration::ZERO));
        self.inner.enable_endpoint().await
    }

    fn saw_change(&self, change: &PaymentChange) {
        self.saw(&change.next);
        self.expect_courier(&change.deliveries);
    }

    fn saw(&self, payment: &Payment) {
        let at = self.luck.trace.elapsed();
        self.witness.payment(payment, self.luck.name, at);
        let bell = match Lane::Local.statuses().contains(&payment.status()) {
            true => &self.bells.tidy,
            false => &self.bells.resolve,
        };
        if let Some(wait) = payment.wake_after() {
            bell.set(self.in_time(wait));
        }
    }

    fn saw_refund(&self, refund: &Refund) {
        let at = self.luck.trace.elapsed();
        self.witness.refund(refund, self.luck.name, at);
        if let Some(wait) = refund.wake_after() {
            self.bells.resolve.set(self.in_time(wait));
        }
    }

    fn expect_courier<T>(&self, deliveries: &[T]) {
        if !deliveries.is_empty() {
            self.bells.deliver.set(self.in_time(Duration::ZERO));
        }
    }

    fn in_time(&self, wait: Duration) -> Duration {
        self.luck.trace.elapsed() + wait
    }
}

macro_rules! store {
    (
        reads { $(fn $read:ident(&self $(, $ra:ident: $rt:ty)*) -> $rr:ty;)* }
        commits { $(fn $commit:ident(&self $(, $ca:ident: $ct:ty)*) -> $cr:ty = $through:ident of $about:expr;)* }
    ) => {
        #[async_trait]
        impl Store for FragileStore {
            $(async fn $read(&self $(, $ra: $rt)*) -> $rr {
                self.luck.alive.or_never().await;
                self.inner.$read($($ra),*).await
            })*
            $(async fn $commit(&self $(, $ca: $ct)*) -> $cr {
                let about: Option<PaymentId> = $about;
                self.around(stringify!($commit), about, self.$through($($ca),*)).await
            })*
        }
    };
}

store! {
    reads {
        fn now(&self) -> Result<Timestamp, StoreError>;
        fn open_account(&self, world: &World) -> Result<AccountId, OpenError>;
        fn add_api_key(&self, account: AccountId, key: KeyDigest) -> Result<(), StoreError>;
        fn account_of_key(&self, key: KeyDigest) -> Result<Option<AccountId>, StoreError>;
        fn payment(&self, id: PaymentId) -> Result<Option<Payment>, StoreError>;
        fn payments(&self, account: AccountId, query: &PaymentQuery) -> Result<Page<Payment>, StoreError>;
        fn due_payments(&self, lane: Lane, limit: usize) -> Result<Due<Payment>, StoreError>;
        fn payment_of_key(&self, account: AccountId, key: &KeyClaim) -> Result<Option<Opened>, StoreError>;
        fn refund_of_key(&self, account: AccountId, key: &KeyClaim) -> Result<Option<Reserved>, StoreError>;
        fn refund(&self, id: RefundId) -> Result<Option<Refund>, StoreError>;
        fn refunds_of(&self, payment: PaymentId) -> Result<Vec<Refund>, StoreError>;
        fn due_refunds(&self, limit: usize) -> Result<Due<Refund>, StoreError>;
        fn attention_payments(&self, account: AccountId, limit: usize) -> Result<Vec<Payment>, StoreError>;
        fn attention_refunds(&self, account: AccountId, limit: usize) -> Result<Vec<Refund>, StoreError>;
        fn evidence(&self, payment: PaymentId) -> Result<Vec<Evidence>, StoreError>;
        fn open_endpoint(&self, address: EndpointDigest) -> Result<Endpoint, StoreError>;
        fn endpoint(&self) -> Result<Option<Endpoint>, StoreError>;
        fn pending_deliveries(&self, limit: usize) -> Result<usize, StoreError>;
        fn deliveries(&self, account: AccountId, query: &DeliveryQuery) -> Result<Page<DeliveryRecord>, StoreError>;
        fn notifications(&self, account: AccountId, query: &NotificationQuery) -> Result<Page<Notification>, StoreError>;
        fn owner_of_transaction(&self, account: AccountId, trx_id: &TrxId) -> Result<Option<PaymentId>, StoreError>;
        fn balances(&self, account: AccountId) -> Result<Vec<Balance>, StoreError>;
        fn ledger(&self, account: AccountId, query: &LedgerQuery) -> Result<Page<LedgerLine>, StoreError>;
    }
    commits {
        fn open_payment(&self, opening: Opening) -> Result<Opened, StoreError>
            = open of Some(opening.payment.id);
        fn commit_payment(&self, change: PaymentChange) -> Result<Committed, StoreError>
            = change_payment of Some(change.next.id);
        fn reserve_refund(&self, reserving: Reserving) -> Result<Reserved, StoreError>
            = reserve of Some(reserving.payment);
        fn commit_refund(&self, change: RefundChange) -> Result<Committed, StoreError>
            = change_refund of Some(change.next.payment);
        fn claim_deliveries(&self, limit: usize, lease: Duration, order: ClaimOrder) -> Result<Vec<Delivery>, StoreError>
            = claim of None;
        fn finish_deliveries(&self, endpoint: EndpointDigest, attempts: Vec<Attempt>) -> Result<Option<Disabled>, StoreError>
            = finish of None;
        fn redeliver(&self, account: AccountId, id: DeliveryId) -> Result<Redelivery, StoreError>
            = send_again of None;
        fn redeliver_failed(&self, account: AccountId, since: Option<Timestamp>, limit: usize) -> Result<usize, StoreError>
            = send_failed_again of None;
        fn enable_endpoint(&self) -> Result<Option<Endpoint>, StoreError>
            = enable of None;
        fn receive_notification(&self, account: AccountId, notification: NewNotification) -> Result<Received, StoreError>
            = receive of None;
        fn claim_notifications(&self, account: AccountId, limit: usize, lease: Duration) -> Result<Vec<Notification>, StoreError>
            = take_notifications of None;
        fn finish_notification(&self, message_id: &str, attempt: u32, outcome: NotificationOutcome) -> Result<bool, StoreError>
            = settle_notification of None;
    }
}
