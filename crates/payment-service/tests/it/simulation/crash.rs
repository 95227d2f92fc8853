use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use payment_core::payment::Payment;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId, Timestamp};
use payment_service::store::{
    Attempt, Balance, Committed, Delivery, DeliveryId, DeliveryQuery, DeliveryRecord, Disabled,
    Due, Endpoint, EndpointDigest, Evidence, KeyClaim, KeyDigest, Lane, LedgerLine, LedgerQuery,
    OpenError, Opened, Opening, Page, PaymentChange, PaymentQuery, Redelivery, RefundChange,
    Reserved, Reserving, Store, StoreError, World,
};

use super::trace::Trace;
use super::wire::Log;

/// Whether an instance still runs. What a dead one was about to do never happens.
#[derive(Clone, Debug)]
pub(crate) struct Alive(Arc<AtomicBool>);

impl Alive {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) async fn or_never(&self) {
        if !self.is_alive() {
            std::future::pending::<()>().await;
        }
    }

    fn die(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// The store as one instance has it: now and then the instance dies or stalls around a commit,
/// or the commit fails.
#[derive(Debug)]
pub(crate) struct FragileStore {
    pub(crate) inner: Arc<dyn Store>,
    pub(crate) alive: Alive,
    pub(crate) rng: Arc<Mutex<fastrand::Rng>>,
    /// Of 1000 commits so many kill, stall or fail.
    pub(crate) fragility: u16,
    pub(crate) outage: Outage,
    pub(crate) log: Log,
    pub(crate) trace: Trace,
    pub(crate) name: &'static str,
}

/// What happens around one commit.
enum Accident {
    None,
    DieBefore,
    DieAfter,
    StallAfter(Duration),
    /// The database says no, and has done nothing.
    FailBefore,
    /// The database does it, and its word is lost.
    FailAfter,
}

/// How many of the next commits the database refuses, and whether the one after holds its instance up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outage {
    refuses: Arc<AtomicU32>,
    stalls: Arc<Mutex<Option<Duration>>>,
}

impl Outage {
    pub(crate) fn begin(&self, commits: u32) {
        self.refuses.store(commits, Ordering::Relaxed);
    }

    pub(crate) fn is_over(&self) -> bool {
        self.refuses.load(Ordering::Relaxed) == 0
    }

    /// The instance of the next commit goes on only after `time`.
    pub(crate) fn stall(&self, time: Duration) {
        *self.stalls.lock().unwrap() = Some(time);
    }

    fn strikes(&self) -> bool {
        let one_less = |left: u32| left.checked_sub(1);
        self.refuses
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
            .is_ok()
    }
}

impl FragileStore {
    fn accident(&self) -> Accident {
        let mut rng = self.rng.lock().unwrap();
        if rng.u16(..1000) >= self.fragility {
            return Accident::None;
        }
        match rng.u8(..5) {
            0 => Accident::DieBefore,
            1 => Accident::DieAfter,
            2 => Accident::FailBefore,
            3 => Accident::FailAfter,
            _ => Accident::StallAfter(Duration::from_secs(rng.u64(5..200))),
        }
    }

    fn failure(&self, when: &str, verb: &str) -> StoreError {
        let what = format!("{}: the store fails {when} {verb}", self.name);
        self.trace.line(what);
        StoreError::unavailable("simulated")
    }

    async fn around<T>(
        &self,
        verb: &str,
        commit: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let accident = match self.outage.strikes() {
            true => Accident::FailBefore,
            false => match self.outage.stalls.lock().unwrap().take() {
                Some(time) => Accident::StallAfter(time),
                None => self.accident(),
            },
        };
        if !matches!(accident, Accident::None) {
            self.log.accident(self.trace.elapsed());
        }
        if matches!(accident, Accident::DieBefore) {
            self.trace.line(format!("{} dies before {verb}", self.name));
            self.alive.die();
        }
        self.alive.or_never().await;
        if matches!(accident, Accident::FailBefore) {
            return Err(self.failure("before", verb));
        }
        let done = commit.await;
        match accident {
            Accident::DieAfter => {
                self.trace.line(format!("{} dies after {verb}", self.name));
                self.alive.die();
            }
            Accident::StallAfter(duration) => {
                self.trace
                    .line(format!("{} stalls {duration:?} after {verb}", self.name));
                tokio::time::sleep(duration).await;
            }
            Accident::FailAfter => return Err(self.failure("after", verb)),
            Accident::None | Accident::DieBefore | Accident::FailBefore => {}
        }
        self.alive.or_never().await;
        done
    }
}

macro_rules! store {
    (
        reads { $(fn $read:ident(&self $(, $ra:ident: $rt:ty)*) -> $rr:ty;)* }
        commits { $(fn $commit:ident(&self $(, $ca:ident: $ct:ty)*) -> $cr:ty;)* }
    ) => {
        #[async_trait]
        impl Store for FragileStore {
            $(async fn $read(&self $(, $ra: $rt)*) -> $rr {
                self.alive.or_never().await;
                self.inner.$read($($ra),*).await
            })*
            $(async fn $commit(&self $(, $ca: $ct)*) -> $cr {
                self.around(stringify!($commit), self.inner.$commit($($ca),*)).await
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
        fn endpoint(&self) -> Result<Option<Endpoint>, StoreError>;
        fn pending_deliveries(&self, limit: usize) -> Result<usize, StoreError>;
        fn deliveries(&self, account: AccountId, query: &DeliveryQuery) -> Result<Page<DeliveryRecord>, StoreError>;
        fn balances(&self, account: AccountId) -> Result<Vec<Balance>, StoreError>;
        fn ledger(&self, account: AccountId, query: &LedgerQuery) -> Result<Page<LedgerLine>, StoreError>;
    }
    commits {
        fn open_payment(&self, opening: Opening) -> Result<Opened, StoreError>;
        fn commit_payment(&self, change: PaymentChange) -> Result<Committed, StoreError>;
        fn reserve_refund(&self, reserving: Reserving) -> Result<Reserved, StoreError>;
        fn commit_refund(&self, change: RefundChange) -> Result<Committed, StoreError>;
        fn open_endpoint(&self, address: EndpointDigest) -> Result<Endpoint, StoreError>;
        fn enable_endpoint(&self) -> Result<Option<Endpoint>, StoreError>;
        fn claim_deliveries(&self, limit: usize, lease: Duration) -> Result<Vec<Delivery>, StoreError>;
        fn finish_deliveries(&self, endpoint: EndpointDigest, attempts: Vec<Attempt>) -> Result<Option<Disabled>, StoreError>;
        fn redeliver(&self, account: AccountId, id: DeliveryId) -> Result<Redelivery, StoreError>;
        fn redeliver_failed(&self, account: AccountId, since: Option<Timestamp>, limit: usize) -> Result<usize, StoreError>;
    }
}
