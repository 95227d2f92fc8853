//! An outage of the gateway that is longer than the token's life.

use std::time::Duration;

use bkash_client::{OutcomeKind, TransportError};
use jiff::{SignedDuration, Timestamp};
use tokio::time::{advance, sleep};

use super::{HOUR, MINUTE, exposed, settle};
use crate::harness::{Reply, World, token};

/// When each token call began that may have reached the gateway.
fn reached(world: &World) -> Vec<Timestamp> {
    let reports = world.reports.all();
    let left = reports
        .iter()
        .filter(|report| report.outcome != OutcomeKind::NotPerformed);
    left.map(|report| report.started_at).collect()
}

fn most_in_an_hour(calls: &[Timestamp]) -> usize {
    let within = |(index, first): (usize, &Timestamp)| {
        let end = *first + SignedDuration::from_hours(1);
        calls[index..].iter().take_while(|at| **at < end).count()
    };
    calls.iter().enumerate().map(within).max().unwrap_or(0)
}

#[tokio::test(start_paused = true)]
async fn two_hours_without_a_connection_cost_no_token_call() {
    let no_connection = [
        TransportError::NotSent("refused".to_owned()),
        TransportError::TimedOut { connected: false },
        TransportError::TooLate,
    ];
    let world = World::new();
    exposed(&world.client).await;
    advance(HOUR).await;
    for error in no_connection.iter().cycle().take(120) {
        world
            .gateway
            .on("/token/refresh", Reply::Fail(error.clone()));
        world.client.token().await.unwrap_err();
        advance(MINUTE).await;
    }
    assert_eq!(reached(&world).len(), 1, "the first grant");
    assert_eq!(
        exposed(&world.client).await,
        "token-2",
        "the first caller has one at once"
    );
    world.client.tokens().refresh().await.unwrap();
    let third = world.client.tokens().refresh().await.unwrap_err();
    assert!(third.next_allowed_at().is_some(), "{third}");
    assert_eq!(most_in_an_hour(&reached(&world)), 2);
}

#[tokio::test(start_paused = true)]
async fn calls_that_left_and_calls_that_did_not_together_stay_within_the_budget() {
    let world = World::new();
    exposed(&world.client).await;
    advance(HOUR).await;
    let fates = [
        Reply::Fail(TransportError::NotSent("refused".to_owned())),
        Reply::Fail(TransportError::Lost("reset".to_owned())),
        Reply::Never,
    ];
    for minute in 0..240 {
        let before = world.token_calls();
        world
            .gateway
            .on("/token/refresh", fates[minute % fates.len()].clone());
        let error = world.client.token().await.unwrap_err();
        let made = world.token_calls() > before;
        assert_ne!(made, error.next_allowed_at().is_some(), "{error}");
        advance(MINUTE).await;
    }
    let reached = reached(&world);
    assert!(reached.len() >= 8, "{} in four hours", reached.len());
    assert_eq!(most_in_an_hour(&reached), 2);
}

#[tokio::test(start_paused = true)]
async fn who_can_wait_leaves_the_last_call_of_the_hour_to_who_cannot() {
    let world = World::new();
    exposed(&world.client).await;
    advance(HOUR).await;
    world.gateway.on("/token/refresh", Reply::Never);
    for _ in 0..20 {
        world.client.token_sparing_one().await.unwrap_err();
        advance(MINUTE).await;
    }
    assert_eq!(world.gateway.count("/token/refresh"), 1);
    assert_eq!(exposed(&world.client).await, "token-2");
    let token = world.client.token_sparing_one().await.unwrap();
    assert_eq!(token.expose(), "token-2", "what is in hand serves all");
}

#[tokio::test(start_paused = true)]
async fn who_can_wait_has_its_call_when_one_more_is_left() {
    let world = World::new();
    let token = world.client.token_sparing_one().await.unwrap();
    assert_eq!(token.expose(), "token-1");
    assert_eq!(world.token_calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn with_a_budget_of_one_who_can_wait_makes_the_only_call() {
    let world = World::with(|builder| builder.token_calls_per_hour(1));
    assert!(world.client.token_sparing_one().await.is_ok());
    advance(HOUR + MINUTE).await;
    world.client.token_sparing_one().await.unwrap();
    assert_eq!(world.token_calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn who_joined_one_that_can_wait_and_failed_makes_its_own_call() {
    let world = World::new();
    world.gateway.on("/token/grant", Reply::Never);
    world.gateway.on("/token/grant", token("token-1", "r"));
    let patient = world.client.clone();
    let patient = tokio::spawn(async move { patient.token_sparing_one().await.map(drop) });
    settle().await;
    assert_eq!(exposed(&world.client).await, "token-1");
    patient.await.unwrap().unwrap_err();
    assert_eq!(world.token_calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn who_can_wait_takes_the_failure_of_one_that_could_not_for_the_last_word() {
    let world = World::new();
    world.gateway.on("/token/grant", Reply::Never);
    let hasty = world.client.clone();
    let hasty = tokio::spawn(async move { hasty.token().await.map(drop) });
    sleep(Duration::from_secs(1)).await;
    let error = world.client.token_sparing_one().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        hasty.await.unwrap().unwrap_err().to_string()
    );
    assert_eq!(world.token_calls(), 1);
}
