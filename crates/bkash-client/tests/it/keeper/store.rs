//! Several processes with one store, and a store that fails.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bkash_client::token::{
    Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenAccount, TokenStore, TokenStoreError,
};
use bkash_client::{Client, MemoryTokenStore, TrxId};
use jiff::SignedDuration;
use tokio::time::{advance, sleep};

use super::{HOUR, MINUTE, all_tokens, exposed, settle};
use crate::harness::{Gateway, TRX_ID, TestClock, World, builder, completed, message, token};

#[tokio::test(start_paused = true)]
async fn a_newer_token_of_another_process_is_reused_without_a_call() {
    let world = World::new();
    let another = world.another();
    exposed(&world.client).await;
    exposed(&another).await;
    another.tokens().refresh().await.unwrap();
    world
        .gateway
        .on("/searchTransaction", message(401, "Unauthorized"));
    world.gateway.on("/searchTransaction", completed());
    world.client.search(&TrxId::new(TRX_ID)).await.unwrap();
    assert_eq!(world.token_calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn two_processes_with_one_store_make_one_grant() {
    let world = World::new();
    let another = world.another();
    world.gateway.on_after(
        "/token/grant",
        Duration::from_secs(8),
        token("token-1", "r"),
    );
    let (ours, theirs) = tokio::join!(all_tokens(1000, &world.client), all_tokens(1000, &another));
    assert!(
        ours.iter()
            .chain(&theirs)
            .all(|token| token.as_deref() == Ok("token-1"))
    );
    assert_eq!(world.token_calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_process_that_dies_in_its_grant_is_taken_over_when_its_lease_ends() {
    let world = World::new();
    let account = TokenAccount::new(world.client.environment().origin(), "app-key", "merchant");
    let intent = Intent {
        seen_version: 0,
        calls_per_hour: 2,
        lease: Duration::from_secs(35),
        spare_by: None,
    };
    let dead = world.store.begin_call(&account, &intent).await.unwrap();
    assert!(matches!(dead, Begin::Go(_)));
    assert_eq!(exposed(&world.client).await, "token-1");
    assert!(
        world.client.tokens().grant().await.is_err(),
        "the dead one's call stays counted"
    );
}

#[tokio::test(start_paused = true)]
async fn a_stored_token_from_the_future_is_not_eternal() {
    let world = World::new();
    world.clock.leap(SignedDuration::from_hours(24 * 365));
    exposed(&world.client).await;
    world.clock.leap(SignedDuration::from_hours(-24 * 365));
    let another = world.another();
    assert_eq!(exposed(&another).await, "token-2");
}

/// Counts what is asked of it, and can be taken away.
#[derive(Debug)]
struct Watched {
    inner: MemoryTokenStore,
    asked: AtomicUsize,
    fails: std::sync::atomic::AtomicBool,
    /// How long the next process to get the lease does not run.
    stall: Mutex<Duration>,
}

impl Watched {
    fn ask(&self) -> Result<(), TokenStoreError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match self.fails.load(Ordering::Relaxed) {
            true => Err(TokenStoreError::new("connection refused")),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl TokenStore for Watched {
    async fn load(&self, account: &TokenAccount) -> Result<Option<StoredTokens>, TokenStoreError> {
        self.ask()?;
        self.inner.load(account).await
    }

    async fn begin_call(
        &self,
        account: &TokenAccount,
        intent: &Intent,
    ) -> Result<Begin, TokenStoreError> {
        self.ask()?;
        let begun = self.inner.begin_call(account, intent).await;
        let stall = std::mem::take(&mut *self.stall.lock().unwrap());
        sleep(stall).await;
        begun
    }

    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        end: CallEnd,
    ) -> Result<Finish, TokenStoreError> {
        self.ask()?;
        self.inner.finish(account, permit, end).await
    }

    fn is_persistent(&self) -> bool {
        false
    }
}

fn watched() -> (Arc<Watched>, Arc<Gateway>, Client) {
    watched_by(&TestClock::start())
}

fn watched_by(clock: &Arc<TestClock>) -> (Arc<Watched>, Arc<Gateway>, Client) {
    let store = Arc::new(Watched {
        inner: MemoryTokenStore::with_clock(Arc::clone(clock) as Arc<_>),
        asked: AtomicUsize::new(0),
        fails: false.into(),
        stall: Mutex::default(),
    });
    let gateway = Arc::new(Gateway::default());
    let client = builder(&gateway, clock, Arc::clone(&store) as Arc<_>)
        .build()
        .unwrap();
    (store, gateway, client)
}

#[tokio::test(start_paused = true)]
async fn the_token_in_hand_is_handed_out_without_asking_the_store() {
    let (store, _gateway, client) = watched();
    exposed(&client).await;
    let asked = store.asked.load(Ordering::Relaxed);
    all_tokens(1000, &client).await;
    assert_eq!(store.asked.load(Ordering::Relaxed), asked);
}

#[tokio::test(start_paused = true)]
async fn a_process_that_stalls_behind_its_lease_does_not_call_when_it_wakes() {
    let clock = TestClock::start();
    let (store, gateway, stalled) = watched_by(&clock);
    let heir = builder(&gateway, &clock, Arc::clone(&store) as Arc<_>)
        .build()
        .unwrap();
    *store.stall.lock().unwrap() = HOUR + MINUTE;
    let waking = tokio::spawn(async move { stalled.token().await.map(drop) });
    settle().await;
    assert_eq!(exposed(&heir).await, "token-1");
    let error = waking.await.unwrap().unwrap_err();
    assert_eq!(gateway.count("/token/grant"), 1, "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_takes_its_time_does_not_cost_the_call() {
    let (store, _gateway, client) = watched();
    *store.stall.lock().unwrap() = Duration::from_secs(20);
    assert_eq!(exposed(&client).await, "token-1");
}

/// What an observer hears of the store.
#[derive(Debug, Default)]
struct Heard(std::sync::Mutex<Vec<bool>>);

impl bkash_client::Observer for Heard {
    fn exchange(&self, _: &bkash_client::ExchangeReport) {}

    fn token_store(&self, answered: bool) {
        self.0.lock().unwrap().push(answered);
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_watches_hears_whether_the_store_answers_and_what_is_in_hand() {
    let (store, gateway, client) = watched();
    assert!(client.tokens().in_hand().is_none());
    drop(client);
    let heard = Arc::new(Heard::default());
    let clock = TestClock::start();
    let client = builder(&gateway, &clock, Arc::clone(&store) as Arc<_>)
        .observer(Arc::clone(&heard) as Arc<_>)
        .build()
        .unwrap();
    exposed(&client).await;
    assert!(heard.0.lock().unwrap().drain(..).all(|answered| answered));
    store.fails.store(true, Ordering::Relaxed);
    client.tokens().stored().await.unwrap_err();
    assert_eq!(*heard.0.lock().unwrap(), [false]);
    let in_hand = client.tokens().in_hand().unwrap();
    assert_eq!(in_hand.expose(), "token-1");
    store.fails.store(false, Ordering::Relaxed);
    client.tokens().stored().await.unwrap();
    assert_eq!(*heard.0.lock().unwrap(), [false, true]);
    advance(HOUR).await;
    assert!(client.tokens().in_hand().is_none(), "it is dead");
}

#[tokio::test(start_paused = true)]
async fn without_its_store_the_token_in_hand_serves_to_its_end() {
    let (store, gateway, client) = watched();
    exposed(&client).await;
    store.fails.store(true, Ordering::Relaxed);
    advance(HOUR - Duration::from_secs(1)).await;
    assert_eq!(exposed(&client).await, "token-1");
    settle().await;
    advance(Duration::from_secs(1)).await;
    let error = client.token().await.unwrap_err();
    assert!(error.to_string().contains("connection refused"), "{error}");
    assert_eq!(
        gateway.count("/token/refresh"),
        0,
        "uncounted calls are not made"
    );
    store.fails.store(false, Ordering::Relaxed);
    assert_eq!(exposed(&client).await, "token-2");
}
