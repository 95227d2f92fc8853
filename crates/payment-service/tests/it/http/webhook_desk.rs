//! What an operator sees of the webhooks, and does about them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use payment_service::random::SystemRandom;
use payment_service::settings::{WebhookSettings, webhook_url};
use payment_service::webhook::WebhookSecret;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::world::{World, text};

/// A shop whose answer the test decides, and who tells the test which webhook came.
struct Shop {
    answers: AtomicU16,
    heard: mpsc::UnboundedSender<String>,
}

async fn hear(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> StatusCode {
    let id = headers["webhook-id"].to_str().unwrap().to_owned();
    shop.heard.send(id).unwrap();
    StatusCode::from_u16(shop.answers.load(Ordering::SeqCst)).unwrap()
}

async fn world_with_shop() -> (World, Arc<Shop>, mpsc::UnboundedReceiver<String>) {
    let (heard, hears) = mpsc::unbounded_channel();
    let answers = AtomicU16::new(200);
    let shop = Arc::new(Shop { answers, heard });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = webhook_url(&format!("http://{}/hook", listener.local_addr().unwrap())).unwrap();
    let router = Router::new()
        .route("/hook", post(hear))
        .with_state(Arc::clone(&shop));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let secrets = WebhookSecret::generate(&SystemRandom).into();
    let webhook = WebhookSettings { url, secrets };
    let world = World::with(|settings| settings.webhook = Some(webhook)).await;
    (world, shop, hears)
}

/// Asks until the answer's `member` is `value`.
async fn when(world: &World, path: &str, pointer: &str, value: &str) -> Value {
    loop {
        let answer = world.get(path).await.json();
        if answer.pointer(pointer).and_then(Value::as_str) == Some(value) {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

const ENDPOINT: &str = "/v1/webhooks/endpoint";
const DELIVERIES: &str = "/v1/webhooks/deliveries";

#[tokio::test]
async fn an_endpoint_that_is_gone_is_shown_and_enabled_by_hand() {
    let (world, shop, mut hears) = world_with_shop().await;
    let fine = json!({"status": "enabled", "failing_since": null, "disabled_at": null,
        "disabled_reason": null, "pending": 0});
    assert_eq!(world.get(ENDPOINT).await.json(), fine);

    shop.answers.store(410, Ordering::SeqCst);
    world.paid("INV-1", "10.00").await;
    let id = hears.recv().await.unwrap();
    let gone = when(&world, ENDPOINT, "/status", "disabled").await;
    assert_eq!(gone["disabled_reason"], "gone");
    assert_eq!(gone["pending"], 1);
    text(&gone, "disabled_at");
    text(&gone, "failing_since");
    let list = world
        .get(&format!("{DELIVERIES}?status=pending"))
        .await
        .json();
    let waiting = &list["data"][0];
    assert_eq!(
        (&waiting["id"], &waiting["last_status"]),
        (&json!(id), &json!(410))
    );
    let path = format!("{DELIVERIES}/{id}/redeliver");
    world
        .post(&path, None, &json!({}))
        .await
        .problem(409, "delivery-pending");
    let metrics = world.get("/metrics").await.text;
    assert!(
        metrics.contains(r#"bkash_webhook_attempts_total{outcome="gone"} 1"#),
        "{metrics}"
    );

    shop.answers.store(200, Ordering::SeqCst);
    let enabled = world
        .post(&format!("{ENDPOINT}/enable"), None, &json!({}))
        .await;
    assert_eq!(enabled.json()["status"], "enabled");
    world.paid("INV-2", "20.00").await;
    assert_ne!(hears.recv().await.unwrap(), id);
}

#[tokio::test]
async fn a_webhook_that_was_delivered_is_listed_and_sent_again_with_its_id() {
    let (world, _shop, mut hears) = world_with_shop().await;
    let payment = world.paid("INV-1", "10.00").await;
    let id = hears.recv().await.unwrap();
    let path = format!("{DELIVERIES}?payment_id={}", text(&payment, "id"));
    let list = when(&world, &path, "/data/0/status", "delivered").await;
    let told = &list["data"][0];
    assert_eq!(told["id"], id.as_str());
    assert_eq!(told["type"], "payment.completed");
    assert_eq!(told["body"]["data"], payment);
    assert_eq!(
        (&told["attempts"], &told["last_status"]),
        (&json!(1), &json!(200))
    );
    assert_eq!(
        (&told["next_attempt_at"], &told["last_error"]),
        (&Value::Null, &Value::Null)
    );
    assert!(!list.to_string().contains("whsec_"));

    let path = format!("{DELIVERIES}/{id}/redeliver");
    let again = world.post(&path, None, &json!({})).await.json();
    assert_eq!(
        (&again["id"], &again["status"]),
        (&json!(id), &json!("pending"))
    );
    assert_eq!(hears.recv().await.unwrap(), id);
    let list = when(&world, DELIVERIES, "/data/0/status", "delivered").await;
    assert_eq!(list["data"][0]["attempts"], 2);

    let path = format!("{DELIVERIES}/redeliver");
    let none = world.post(&path, None, &json!({"status": "failed"})).await;
    assert_eq!(none.json(), json!({"redelivered": 0}));
}

#[tokio::test]
async fn what_an_operator_asks_wrongly_is_told() {
    let world = World::start().await;
    assert_eq!(world.get(ENDPOINT).await.json()["status"], "none");
    let nothing = json!({});
    for path in [
        format!("{ENDPOINT}/enable"),
        format!("{DELIVERIES}/msg_00/redeliver"),
        format!("{DELIVERIES}/pay_00/redeliver"),
    ] {
        world
            .post(&path, None, &nothing)
            .await
            .problem(404, "not-found");
    }
    let path = format!("{DELIVERIES}/redeliver");
    world
        .post(&path, None, &nothing)
        .await
        .problem(422, "invalid-fields");
    let path = format!("{DELIVERIES}?status=lost");
    world.get(&path).await.problem(400, "bad-query");
    for path in [ENDPOINT, DELIVERIES] {
        let address = format!("http://{}{path}", world.service.addr());
        world.visit(&address).await.problem(401, "unauthorized");
    }
}
