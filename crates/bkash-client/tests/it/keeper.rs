//! The token keeper: one token for everybody, few calls, and no caller in the way of another.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bkash_client::token::{
    Begin, Finish, Intent, Permit, StoredTokens, TokenAccount, TokenSet, TokenStore,
    TokenStoreError,
};
use bkash_client::{
    Client, Executed, MemoryTokenStore, NotPerformedReason, TokenInfo, TransportError, TrxId,
};
use jiff::SignedDuration;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{advance, sleep};

use crate::harness::{
    Gateway, Reply, TRX_ID, TestClock, World, approved, builder, completed, message, refusal,
    short_token, token,
};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

async fn all_tokens(callers: usize, client: &Client) -> Vec<Result<String, String>> {
    let mut set = JoinSet::new();
    for _ in 0..callers {
        let client = client.clone();
        set.spawn(async move {
            let token = client.token().await;
            token
                .map(|token| token.expose().to_owned())
                .map_err(|error| error.to_string())
        });
    }
    set.join_all().await
}

async fn exposed(client: &Client) -> String {
    client
        .token()
        .await
        .as_ref()
        .map(TokenInfo::expose)
        .unwrap()
        .to_owned()
}

/// Lets spawned tasks run, without moving time by anything that matters.
async fn settle() {
    sleep(Duration::from_millis(1)).await;
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_cold_callers_make_exactly_one_grant() {
    let world = World::new();
    world.gateway.on_after(
        "/token/grant",
        Duration::from_secs(8),
        token("token-1", "r"),
    );
    let tokens = all_tokens(10_000, &world.client).await;
    assert!(tokens.iter().all(|token| token.as_deref() == Ok("token-1")));
    assert_eq!(world.token_calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_grant_that_fails_fails_everybody_who_waited_and_is_not_repeated_for_each() {
    let world = World::new();
    world
        .gateway
        .on_after("/token/grant", Duration::from_secs(8), refusal("9999"));
    let tokens = all_tokens(10_000, &world.client).await;
    assert!(tokens.iter().all(Result::is_err));
    assert_eq!(world.token_calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_grant_goes_on_when_everybody_who_waited_has_left() {
    let world = World::new();
    world.gateway.on_after(
        "/token/grant",
        Duration::from_secs(8),
        token("token-1", "r"),
    );
    let impatient = tokio::time::timeout(Duration::from_secs(1), world.client.token()).await;
    assert!(impatient.is_err());
    sleep(Duration::from_secs(8)).await;
    assert_eq!(exposed(&world.client).await, "token-1");
    assert_eq!(world.token_calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_serves_for_its_hour_and_is_renewed_in_its_last_five_minutes_without_delay() {
    let world = World::new();
    assert_eq!(exposed(&world.client).await, "token-1");
    advance(55 * MINUTE - Duration::from_secs(1)).await;
    assert_eq!(exposed(&world.client).await, "token-1");
    settle().await;
    assert_eq!(world.token_calls(), 1);

    advance(Duration::from_secs(1)).await;
    world.gateway.on_after(
        "/token/refresh",
        Duration::from_secs(20),
        token("token-2", "r"),
    );
    assert_eq!(
        exposed(&world.client).await,
        "token-1",
        "the old one serves meanwhile"
    );
    sleep(Duration::from_secs(10)).await;
    assert_eq!(exposed(&world.client).await, "token-1");
    sleep(Duration::from_secs(11)).await;
    assert_eq!(exposed(&world.client).await, "token-2");
    assert_eq!(world.gateway.count("/token/grant"), 1);
    assert_eq!(world.gateway.count("/token/refresh"), 1);
    let refresh = &world.gateway.seen("/token/refresh")[0];
    assert_eq!(refresh.body["refresh_token"], "refresh-token-1");
}

#[tokio::test(start_paused = true)]
async fn an_expired_token_is_never_used() {
    let world = World::new();
    exposed(&world.client).await;
    advance(HOUR).await;
    assert_eq!(exposed(&world.client).await, "token-2");
    assert_eq!(world.gateway.count("/token/refresh"), 1);
}

#[tokio::test(start_paused = true)]
async fn an_early_renewal_that_fails_leaves_the_old_token_and_a_call_for_its_end() {
    let world = World::new();
    exposed(&world.client).await;
    advance(56 * MINUTE).await;
    world.gateway.on(
        "/token/refresh",
        Reply::Fail(TransportError::Lost("reset".to_owned())),
    );
    for _ in 0..200 {
        assert_eq!(exposed(&world.client).await, "token-1");
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(
        world.gateway.count("/token/refresh"),
        1,
        "tried once, the rest is kept"
    );
    advance(MINUTE).await;
    assert_eq!(exposed(&world.client).await, "token-2");
    assert_eq!(world.token_calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_early_refresh_that_is_refused_leads_to_a_grant_at_the_end_without_a_gap() {
    let world = World::new();
    exposed(&world.client).await;
    advance(56 * MINUTE).await;
    world.gateway.on("/token/refresh", refusal("2079"));
    for _ in 0..239 {
        assert_eq!(exposed(&world.client).await, "token-1");
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(
        world.token_calls(),
        2,
        "a grant now would leave none for the end"
    );
    advance(Duration::from_secs(1)).await;
    assert_eq!(exposed(&world.client).await, "token-2");
    assert_eq!(world.gateway.count("/token/grant"), 2);
    assert_eq!(world.gateway.count("/token/refresh"), 1);
}

#[tokio::test(start_paused = true)]
async fn with_a_budget_of_one_nothing_is_renewed_early() {
    let world = World::with(|builder| builder.token_calls_per_hour(1));
    exposed(&world.client).await;
    advance(59 * MINUTE).await;
    exposed(&world.client).await;
    settle().await;
    assert_eq!(world.token_calls(), 1);
    advance(MINUTE).await;
    assert_eq!(exposed(&world.client).await, "token-2");
}

#[tokio::test(start_paused = true)]
async fn a_refused_refresh_falls_back_to_one_grant() {
    for reply in [
        refusal("2079"),
        refusal("9999"),
        message(401, "Unauthorized"),
        message(400, "x"),
    ] {
        let world = World::new();
        exposed(&world.client).await;
        advance(2 * HOUR).await;
        world.gateway.on("/token/refresh", reply.clone());
        let tokens = all_tokens(100, &world.client).await;
        assert!(
            tokens.iter().all(|token| token.as_deref() == Ok("token-2")),
            "{reply:?}"
        );
        assert_eq!(world.gateway.count("/token/refresh"), 1);
        assert_eq!(world.gateway.count("/token/grant"), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_is_blocked_or_unanswered_is_no_reason_to_grant() {
    for reply in [
        message(403, "Forbidden"),
        message(429, "Too Many Requests"),
        refusal("503"),
        message(504, "Endpoint request timed out"),
        Reply::Raw(200, b"{"),
        Reply::Never,
    ] {
        let world = World::new();
        exposed(&world.client).await;
        advance(2 * HOUR).await;
        world.gateway.on("/token/refresh", reply.clone());
        assert!(world.client.token().await.is_err(), "{reply:?}");
        assert_eq!(world.gateway.count("/token/grant"), 1, "{reply:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_refresh_token_is_not_tried_again_by_anybody() {
    let world = World::with(|builder| builder.token_calls_per_hour(9));
    exposed(&world.client).await;
    advance(2 * HOUR).await;
    world.gateway.on("/token/refresh", refusal("2079"));
    world.gateway.on("/token/grant", message(403, "Forbidden"));
    assert!(world.client.token().await.is_err());
    let another = world.another_with(|builder| builder.token_calls_per_hour(9));
    assert_eq!(exposed(&another).await, "token-2");
    assert_eq!(world.gateway.count("/token/refresh"), 1);
    assert_eq!(world.gateway.count("/token/grant"), 3);
}

#[tokio::test(start_paused = true)]
async fn refreshes_never_move_the_28_days_and_day_27_brings_a_grant() {
    let world = World::new();
    let first = world.client.token().await.unwrap().refresh_issued_at;
    for _ in 0..27 * 24 - 1 {
        advance(HOUR).await;
        let token = world.client.token().await.unwrap();
        assert_eq!(token.refresh_issued_at, first);
    }
    assert_eq!(world.gateway.count("/token/grant"), 1);
    advance(HOUR).await;
    let token = world.client.token().await.unwrap();
    assert_eq!(world.gateway.count("/token/grant"), 2);
    assert_ne!(token.refresh_issued_at, first);
    let refresh_tokens = world.gateway.seen("/token/refresh");
    assert!(
        refresh_tokens
            .iter()
            .all(|seen| seen.body["refresh_token"] == "refresh-token-1")
    );
}

#[tokio::test(start_paused = true)]
async fn another_refresh_token_replaces_the_first_and_inherits_its_age() {
    let world = World::new();
    let first = world.client.token().await.unwrap().refresh_issued_at;
    world
        .gateway
        .on("/token/refresh", token("token-2", "refresh-token-2"));
    let blank = Reply::Json(
        200,
        json!({"id_token": "token-3", "expires_in": "3600", "refresh_token": ""}),
    );
    world.gateway.on("/token/refresh", blank);
    for _ in 0..3 {
        advance(HOUR).await;
        assert_eq!(world.client.token().await.unwrap().refresh_issued_at, first);
    }
    let sent: Vec<_> = world
        .gateway
        .seen("/token/refresh")
        .into_iter()
        .map(|seen| seen.body["refresh_token"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        sent,
        ["refresh-token-1", "refresh-token-2", "refresh-token-2"]
    );
}

#[tokio::test(start_paused = true)]
async fn the_third_token_call_in_an_hour_is_not_made_and_says_when_it_is_allowed() {
    let world = World::new();
    let first = world.client.token().await.unwrap().issued_at;
    advance(10 * MINUTE).await;
    world.client.tokens().refresh().await.unwrap();
    advance(10 * MINUTE).await;
    let error = world.client.tokens().grant().await.unwrap_err();
    assert_eq!(
        error.next_allowed_at(),
        Some(first + SignedDuration::from_hours(1))
    );
    assert_eq!(world.token_calls(), 2);
    advance(40 * MINUTE).await;
    world.client.tokens().grant().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_token_says_when_one_can_be_had() {
    let world = World::new();
    world.gateway.on("/token/grant", Reply::Never);
    world.gateway.on("/token/grant", Reply::Never);
    for _ in 0..2 {
        assert!(
            world.client.token().await.is_err(),
            "unanswered ones count too"
        );
    }
    let Executed::NotPerformed(not_performed) = world.client.execute(approved()).await else {
        panic!("no token, no execute");
    };
    assert_eq!(not_performed.reason, NotPerformedReason::TokenBudget);
    assert!(not_performed.next_allowed_at.is_some());
    assert_eq!(world.token_calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_a_401_there_is_one_renewal_and_one_repeat_and_no_more() {
    let world = World::with(|builder| builder.token_calls_per_hour(9));
    for _ in 0..2 {
        world.gateway.on("/execute", message(401, "Unauthorized"));
    }
    let Executed::NotPerformed(not_performed) = world.client.execute(approved()).await else {
        panic!("401 is in front of the backend");
    };
    assert_eq!(not_performed.reason, NotPerformedReason::Unauthorized);
    assert_eq!(world.gateway.count("/execute"), 2);
    assert_eq!(world.token_calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn fifty_calls_refused_with_the_same_token_make_one_renewal() {
    let world = World::new();
    exposed(&world.client).await;
    world.gateway.revoke("token-1");
    for _ in 0..50 {
        world.gateway.on("/searchTransaction", completed());
    }
    world.gateway.on_after(
        "/token/refresh",
        Duration::from_secs(5),
        token("token-2", "r"),
    );
    let mut set = JoinSet::new();
    for _ in 0..50 {
        let client = world.client.clone();
        set.spawn(async move { client.search(&TrxId::new(TRX_ID)).await.is_ok() });
    }
    assert!(set.join_all().await.into_iter().all(|found| found));
    assert_eq!(world.token_calls(), 2);
}

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
async fn a_refused_token_that_cannot_be_replaced_is_still_tried() {
    let world = World::new();
    exposed(&world.client).await;
    world.client.tokens().refresh().await.unwrap();
    world
        .gateway
        .on("/searchTransaction", message(401, "Unauthorized"));
    world.gateway.on("/searchTransaction", completed());
    let error = world.client.search(&TrxId::new(TRX_ID)).await.unwrap_err();
    assert!(error.next_allowed_at().is_some(), "{error}");
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
async fn a_clock_that_leaps_a_day_either_way_makes_no_stampede() {
    for leap in [
        SignedDuration::from_hours(24),
        SignedDuration::from_hours(-24),
    ] {
        let world = World::new();
        exposed(&world.client).await;
        world.clock.leap(leap);
        assert!(
            all_tokens(1000, &world.client)
                .await
                .iter()
                .all(Result::is_ok)
        );
        settle().await;
        assert!(
            world.token_calls() <= 2,
            "{} calls after {leap}",
            world.token_calls()
        );
        advance(HOUR).await;
        assert!(
            all_tokens(1000, &world.client)
                .await
                .iter()
                .all(Result::is_ok),
            "{leap}"
        );
        assert!(
            world.token_calls() <= 3,
            "{} calls after {leap}",
            world.token_calls()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_leaps_back_does_not_lengthen_the_hour() {
    let world = World::new();
    exposed(&world.client).await;
    advance(HOUR).await;
    world.clock.leap(SignedDuration::from_hours(-1));
    assert_eq!(exposed(&world.client).await, "token-2");
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_slept_for_two_hours_does_not_use_its_old_token() {
    let world = World::new();
    exposed(&world.client).await;
    world.clock.leap(SignedDuration::from_hours(2));
    assert_eq!(exposed(&world.client).await, "token-2");
}

#[tokio::test(start_paused = true)]
async fn while_a_refused_token_is_renewed_nobody_else_is_sent_out_with_it() {
    let world = World::new();
    exposed(&world.client).await;
    world.gateway.revoke("token-1");
    world.gateway.on("/searchTransaction", completed());
    world.gateway.on_after(
        "/token/refresh",
        Duration::from_secs(5),
        token("token-2", "r"),
    );
    let trx_id = TrxId::new(TRX_ID);
    let (found, token) = tokio::join!(world.client.search(&trx_id), async {
        sleep(Duration::from_secs(1)).await;
        exposed(&world.client).await
    });
    assert!(found.is_ok());
    assert_eq!(token, "token-2");
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_issues_the_refused_token_again_costs_one_call_and_not_the_budget() {
    let world = World::with(|builder| builder.token_calls_per_hour(9));
    exposed(&world.client).await;
    world.gateway.revoke("token-1");
    world.gateway.on("/token/refresh", token("token-1", "r"));
    let error = world.client.search(&TrxId::new(TRX_ID)).await.unwrap_err();
    assert!(error.is_not_performed());
    assert_eq!(world.gateway.count("/token/refresh"), 1);
    assert_eq!(world.gateway.count("/searchTransaction"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_not_renewed_early_if_that_leaves_no_call_for_its_end() {
    let world = World::new();
    world
        .gateway
        .on("/token/grant", short_token("token-1", "r", 600));
    exposed(&world.client).await;
    advance(Duration::from_secs(590)).await;
    exposed(&world.client).await;
    settle().await;
    assert_eq!(world.token_calls(), 1);
    advance(Duration::from_secs(10)).await;
    exposed(&world.client).await;
    assert_eq!(world.token_calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn who_waited_for_an_early_renewal_that_failed_makes_the_call_that_was_kept_back() {
    let world = World::new();
    exposed(&world.client).await;
    advance(HOUR - Duration::from_secs(10)).await;
    world.gateway.on("/token/refresh", Reply::Never);
    world.gateway.on("/token/refresh", token("token-2", "r"));
    assert_eq!(exposed(&world.client).await, "token-1");
    sleep(Duration::from_secs(15)).await;
    assert_eq!(exposed(&world.client).await, "token-2");
    assert_eq!(world.token_calls(), 3);
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
        self.inner.begin_call(account, intent).await
    }

    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        tokens: Option<TokenSet>,
    ) -> Result<Finish, TokenStoreError> {
        self.ask()?;
        self.inner.finish(account, permit, tokens).await
    }

    fn is_persistent(&self) -> bool {
        false
    }
}

fn watched() -> (Arc<Watched>, Arc<Gateway>, Client) {
    let clock = TestClock::start();
    let store = Arc::new(Watched {
        inner: MemoryTokenStore::with_clock(Arc::clone(&clock) as Arc<_>),
        asked: AtomicUsize::new(0),
        fails: false.into(),
    });
    let gateway = Arc::new(Gateway::default());
    let client = builder(&gateway, &clock, Arc::clone(&store) as Arc<_>)
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

#[tokio::test(start_paused = true)]
async fn a_day_of_busy_use_stays_within_the_budget() {
    let world = World::new();
    let mut spent = Duration::ZERO;
    while spent < DAY {
        exposed(&world.client).await;
        sleep(7 * MINUTE).await;
        spent += 7 * MINUTE;
    }
    assert_eq!(world.gateway.count("/token/grant"), 1);
    assert!(
        world.token_calls() <= 27,
        "{} calls in a day",
        world.token_calls()
    );
}
