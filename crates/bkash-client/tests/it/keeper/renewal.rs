//! Renewal: early, by refresh, within the budget.

use std::time::Duration;

use bkash_client::TransportError;
use jiff::SignedDuration;
use serde_json::json;
use tokio::time::{advance, sleep};

use super::{DAY, HOUR, MINUTE, all_tokens, exposed, settle};
use crate::harness::{Reply, World, message, refusal, short_token, token};

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
