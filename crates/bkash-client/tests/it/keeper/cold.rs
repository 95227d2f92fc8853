//! Many callers without a token.

use std::time::Duration;

use bkash_client::{Executed, NotPerformedReason};
use tokio::time::sleep;

use super::{all_tokens, exposed};
use crate::harness::{Reply, World, approved, refusal, token};

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
