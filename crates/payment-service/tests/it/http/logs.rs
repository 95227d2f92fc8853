//! Nothing secret reaches a log, a metric or an error.

use std::sync::Arc;

use serde_json::json;

use crate::answer::Answer;
use crate::captured;
use crate::world::{API_KEY, APP_SECRET, GOOD_WALLET, PASSWORD, World, order, text};

#[tokio::test]
async fn no_secret_and_no_wallet_number_is_in_any_log_line() {
    let world = World::start().await;
    let mut wallet_order = order("INV-1", "10.00");
    wallet_order["payer_reference"] = json!(GOOD_WALLET);
    let payment = world
        .post("/v1/payments", Some("idempotency-canary"), &wallet_order)
        .await
        .json();
    let back = world.approve(&payment, GOOD_WALLET).await;
    let secret = back
        .split('?')
        .next()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    world
        .visit(&back.replace("status=success", "status=x"))
        .await;
    Answer::to(world.request("POST", &format!("/callback/x/{secret}"))).await;
    Answer::to(world.request("GET", &format!("/callback/x/{secret}/y/z"))).await;
    world
        .fault(json!({"endpoint": "execute", "fault": "answer_lost"}))
        .await;
    world.visit_to_the_end(&back).await;
    let payment = world.payment(&payment).await;
    world.refund(&payment, "r-1", "1.00").await;
    world
        .get(&format!("/v1/transactions/{}", text(&payment, "trx_id")))
        .await;
    Answer::to(
        world
            .request("GET", "/v1/payments")
            .bearer_auth("wrong-key-canary"),
    )
    .await;

    let token = stored_token(&world).await;
    let metrics = Answer::to(world.request("GET", "/metrics")).await.text;
    let log = captured::text();
    assert!(
        log.contains("answered") && log.contains("/callback/{payment_id}/{secret}"),
        "{log}"
    );
    assert!(
        log.lines()
            .filter(|line| line.contains("\"call\":\"execute\""))
            .count()
            >= 1,
        "{log}"
    );
    let executes = log
        .lines()
        .filter(|line| line.contains("\"call\":\"execute\""));
    assert!(
        executes.clone().all(|line| line.contains("\"id\":")),
        "every call names its request"
    );
    for canary in [
        API_KEY,
        APP_SECRET,
        PASSWORD,
        GOOD_WALLET,
        &secret,
        &token,
        "wrong-key-canary",
        "idempotency-canary",
    ] {
        for (place, text) in [("log", &log), ("metrics", &metrics)] {
            let line = text.lines().find(|line| line.contains(canary));
            assert_eq!(line, None, "{canary} is in the {place}");
        }
    }
    let shown = format!("{:?} {:?}", world.settings, world.service);
    for canary in [API_KEY, APP_SECRET, PASSWORD] {
        assert!(!shown.contains(canary), "{shown}");
    }
}

async fn stored_token(world: &World) -> String {
    let path = world.folder().join("bkash.db");
    let store = bkash_client::SqliteTokenStore::open(path).unwrap();
    let client = bkash_client::Client::builder(
        world.settings.environment.clone(),
        world.settings.credentials.clone(),
    )
    .token_store(Arc::new(store))
    .build()
    .unwrap();
    let token = client.tokens().stored().await.unwrap().unwrap();
    token.expose().to_owned()
}
