//! What the shop is told.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use payment_service::random::SystemRandom;
use payment_service::settings::{WebhookSettings, webhook_url};
use payment_service::webhook::WebhookSecret;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::world::{GOOD_WALLET, World, text};

/// A shop's endpoint that hands every webhook to the test once its signature is verified.
struct Shop {
    verifier: standardwebhooks::Webhook,
    heard: mpsc::UnboundedSender<(String, Value)>,
}

async fn hear(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    shop.verifier.verify(&body, &headers).unwrap();
    let id = headers["webhook-id"].to_str().unwrap().to_owned();
    shop.heard
        .send((id, serde_json::from_slice(&body).unwrap()))
        .unwrap();
    StatusCode::NO_CONTENT
}

async fn world_with_shop() -> (World, mpsc::UnboundedReceiver<(String, Value)>) {
    let secret = WebhookSecret::generate(&SystemRandom);
    let verifier = standardwebhooks::Webhook::new(&secret.expose()).unwrap();
    let (heard, hears) = mpsc::unbounded_channel();
    let shop = Arc::new(Shop { verifier, heard });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = webhook_url(&format!("http://{}/hook", listener.local_addr().unwrap())).unwrap();
    let router = Router::new().route("/hook", post(hear)).with_state(shop);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let world = World::with(|settings| {
        let secrets = secret.into();
        settings.webhook = Some(WebhookSettings { url, secrets });
    })
    .await;
    (world, hears)
}

#[tokio::test]
async fn the_shop_hears_of_payment_and_refund_as_get_shows_them() {
    let (world, mut hears) = world_with_shop().await;
    let payment = world.paid("INV-1", "100.00").await;
    let (_, told) = hears.recv().await.unwrap();
    assert_eq!(
        (text(&told, "type").as_str(), &told["data"]),
        ("payment.completed", &payment)
    );

    let refund = world.refund(&payment, "r-1", "40.00").await.json();
    let (_, told) = hears.recv().await.unwrap();
    assert_eq!(
        (text(&told, "type").as_str(), &told["data"]),
        ("refund.completed", &refund)
    );

    let cancelled = world.create("INV-2", "10.00").await;
    let back = world
        .walk(&cancelled, &serde_json::json!({"outcome": "cancel"}))
        .await;
    world.visit(&back).await;
    let (_, told) = hears.recv().await.unwrap();
    assert_eq!(text(&told, "type"), "payment.cancelled");
    assert!(told["data"]["version"].as_u64() > cancelled["version"].as_u64());
}

#[tokio::test]
async fn what_was_not_told_before_a_restart_is_told_after_it() {
    let (world, mut hears) = world_with_shop().await;
    let silent = world
        .another(|settings| settings.webhook.as_mut().unwrap().url = nobody())
        .await
        .unwrap();
    let payment = world.create("INV-1", "10.00").await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    let there = back.replace(
        &world.service.addr().to_string(),
        &silent.addr().to_string(),
    );
    world.visit(&there).await;
    silent.shutdown().await;
    let (_, told) = hears.recv().await.unwrap();
    assert_eq!(told["data"]["id"], payment["id"]);
}

/// A port that refuses: the retry after five seconds is taken by whoever is there then.
fn nobody() -> url::Url {
    webhook_url("http://127.0.0.1:9/").unwrap()
}
