use std::time::Duration;

use axum::response::IntoResponse;
use http::StatusCode;
use http::header::LOCATION;
use payment_service::random::SystemRandom;
use payment_service::webhook::WebhookSecret;
use tokio::net::TcpListener;

use super::shop::{Outbox, Shop, carrier_to};

#[tokio::test]
async fn another_implementation_verifies_what_the_shop_receives() {
    let (outbox, shop) = (Outbox::empty().await, Shop::answering(200).await);
    let sent = outbox.put("INV-1").await;
    let courier = outbox.courier(shop.carrier());
    assert_eq!(courier.deliver_due().await.unwrap(), 1);

    let [received] = shop.received().try_into().unwrap();
    let verifier = standardwebhooks::Webhook::new(&outbox.secret.expose()).unwrap();
    verifier.verify(&received.body, &received.headers).unwrap();
    assert_eq!(received.body, sent.body);
    assert_eq!(received.header("webhook-id"), sent.id.0);
    assert_eq!(received.header("content-type"), "application/json");
    let mut forged = received.body.to_vec();
    forged[0] ^= 1;
    assert!(verifier.verify(&forged, &received.headers).is_err());
}

/// While the shop changes its secret over, it may verify with the new one or the old one.
#[tokio::test]
async fn with_two_secrets_a_shop_that_knows_either_verifies() {
    let (outbox, shop) = (Outbox::with(1).await, Shop::answering(200).await);
    let [new, old, foreign] = [(); 3].map(|()| WebhookSecret::generate(&SystemRandom).expose());
    let secrets = format!("{new} {old}").parse().unwrap();
    let courier = outbox.courier_signing(secrets, shop.carrier());
    courier.deliver_due().await.unwrap();
    let [received] = shop.received().try_into().unwrap();
    let verified = |secret: &str| {
        let verifier = standardwebhooks::Webhook::new(secret).unwrap();
        verifier.verify(&received.body, &received.headers).is_ok()
    };
    assert!(verified(&new) && verified(&old));
    assert!(!verified(&foreign));
}

#[tokio::test]
async fn the_id_stays_the_same_on_every_attempt() {
    let (outbox, shop) = (Outbox::with(1).await, Shop::answering(500).await);
    let courier = outbox.courier(shop.carrier());
    courier.deliver_due().await.unwrap();
    outbox.desk.wait(Duration::from_secs(5));
    courier.deliver_due().await.unwrap();
    let [first, second] = shop.received().try_into().unwrap();
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
    assert_eq!(first.body, second.body);
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_counts_as_a_failure() {
    let elsewhere = Shop::answering(200).await;
    let target = format!("http://{}/", elsewhere.address);
    let shop = Shop::with(move || {
        let found = StatusCode::TEMPORARY_REDIRECT;
        (found, [(LOCATION, target.clone())]).into_response()
    })
    .await;
    let outbox = Outbox::with(1).await;
    outbox.courier(shop.carrier()).deliver_due().await.unwrap();
    assert_eq!(elsewhere.received().len(), 0);
    outbox.desk.wait(Duration::from_secs(5));
    assert_eq!(outbox.due().await.len(), 1);
}

#[tokio::test]
async fn a_long_answer_is_not_read_to_its_end() {
    let shop = Shop::with(|| "x".repeat(4 * 1024 * 1024).into_response()).await;
    let outbox = Outbox::with(1).await;
    outbox.courier(shop.carrier()).deliver_due().await.unwrap();
    outbox.desk.wait(Duration::from_secs(3600));
    assert_eq!(outbox.due().await, []);
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_tried_again() {
    let outbox = Outbox::with(1).await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let courier = outbox.courier(carrier_to(address));
    courier.deliver_due().await.unwrap();
    assert_eq!(outbox.due().await, []);
    outbox.desk.wait(Duration::from_secs(5));
    assert_eq!(outbox.due().await.len(), 1);
}
