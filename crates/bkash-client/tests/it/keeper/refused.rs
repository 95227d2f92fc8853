//! A token that the gateway refuses.

use std::time::Duration;

use bkash_client::{Executed, NotPerformedReason, TrxId};
use tokio::time::sleep;

use super::exposed;
use tokio::task::JoinSet;

use crate::harness::{TRX_ID, World, approved, completed, message, token};

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
