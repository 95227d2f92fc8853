//! Calls that are prepared, committed by the caller, and then sent in time or not at all.

use std::time::Duration;

use bkash_client::{Executed, NotPerformedReason};
use tokio::time::{Instant, advance};

use crate::harness::{Reply, World, approved, completed, message, refund, token};

const TEN_SECONDS: Duration = Duration::from_secs(10);

#[tokio::test(start_paused = true)]
async fn a_prepared_execute_has_its_token_before_anything_is_committed() {
    let world = World::new();
    let prepared = world.client.prepare_execute(approved()).await.unwrap();
    assert_eq!(world.gateway.count("/token/grant"), 1);
    assert_eq!(world.gateway.count("/execute"), 0);
    world.gateway.on("/execute", completed());
    let executed = prepared.send(Instant::now() + TEN_SECONDS).await;
    assert!(matches!(executed, Executed::Completed(_)), "{executed:?}");
    assert_eq!(world.token_calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_execute_that_is_sent_too_late_is_not_sent() {
    let world = World::new();
    let prepared = world.client.prepare_execute(approved()).await.unwrap();
    let write_by = Instant::now() + TEN_SECONDS;
    advance(TEN_SECONDS + Duration::from_millis(1)).await;
    let Executed::NotPerformed(not_performed) = prepared.send(write_by).await else {
        panic!("must not be sent");
    };
    assert_eq!(not_performed.reason, NotPerformedReason::TooLate);
    assert_eq!(world.gateway.count("/execute"), 0);
}

/// The token is refused after `refused_after`; a refresh and then a grant take 29 s each.
async fn executed_after_a_slow_401(refused_after: u64) -> (World, Executed) {
    let world = World::with(|builder| builder.token_calls_per_hour(3));
    let prepared = world.client.prepare_execute(approved()).await.unwrap();
    let seconds = Duration::from_secs;
    let refused = message(401, "Unauthorized");
    world
        .gateway
        .on_after("/execute", seconds(refused_after), refused.clone());
    world.gateway.on("/execute", completed());
    world
        .gateway
        .on_after("/token/refresh", seconds(29), refused);
    world
        .gateway
        .on_after("/token/grant", seconds(29), token("token-2", "r"));
    let executed = prepared.send(Instant::now()).await;
    (world, executed)
}

#[tokio::test(start_paused = true)]
async fn the_repeat_after_a_401_may_be_seventy_seconds_late() {
    let (world, executed) = executed_after_a_slow_401(12).await;
    assert!(matches!(executed, Executed::Completed(_)), "{executed:?}");
    assert_eq!(world.gateway.count("/execute"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_repeat_that_would_come_later_than_that_is_not_performed() {
    let (world, executed) = executed_after_a_slow_401(13).await;
    assert!(
        matches!(executed, Executed::NotPerformed(_)),
        "{executed:?}"
    );
    assert_eq!(world.gateway.count("/execute"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_prepared_refund_obeys_the_same_clock() {
    let world = World::new();
    let prepared = world.client.prepare_refund(&refund()).await.unwrap();
    let write_by = Instant::now() + TEN_SECONDS;
    advance(TEN_SECONDS * 2).await;
    let error = prepared.send(write_by).await.unwrap_err();
    assert_eq!(
        error.not_performed().unwrap().reason,
        NotPerformedReason::TooLate
    );
    assert_eq!(world.gateway.count("/refund/payment/transaction"), 0);
}

#[tokio::test(start_paused = true)]
async fn without_a_token_nothing_is_prepared() {
    let world = World::new();
    world.gateway.on("/token/grant", Reply::Never);
    let error = world.client.prepare_execute(approved()).await.unwrap_err();
    assert_eq!(
        error.not_performed().unwrap().reason,
        NotPerformedReason::NoToken
    );
}
