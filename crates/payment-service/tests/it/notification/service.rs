//! The whole service, and the simulator in the place of bKash and of Amazon.

use std::time::Duration;

use serde_json::{Value, json};
use tower::ServiceExt;

use super::post::{TOPIC, notification, payment, signed};
use crate::answer::Answer;
use crate::world::{World, text};

const PATIENCE: Duration = Duration::from_secs(20);

async fn world() -> World {
    World::with(|settings| settings.notification_topic = Some(TOPIC.parse().unwrap())).await
}

/// The simulator posts here once its SubscribeURL was visited.
async fn subscribe(world: &World, version: &str) {
    let listener = format!("http://{}/notifications/bkash", world.service.addr());
    let subscription = json!({"url": listener, "topic": TOPIC, "signature_version": version});
    world.control("PUT", "notifications", &subscription).await;
    wait_until("the subscription is confirmed", async || {
        told(world).await["subscription"] == "confirmed"
    })
    .await;
}

async fn told(world: &World) -> Value {
    world.control("GET", "notifications", &Value::Null).await
}

async fn listed(world: &World) -> Vec<Value> {
    let answer = world.get("/v1/notifications").await.json();
    answer["data"].as_array().unwrap().clone()
}

async fn wait_until(what: &str, is_so: impl AsyncFn() -> bool) {
    let end = tokio::time::Instant::now() + PATIENCE;
    while !is_so().await {
        assert!(tokio::time::Instant::now() < end, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The statuses with which the simulator's last post was answered.
async fn last_answers(world: &World) -> Vec<Value> {
    let told = told(world).await;
    let last = told["deliveries"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    let attempts = last["attempts"].as_array().unwrap();
    attempts.iter().map(|it| it["status"].clone()).collect()
}

async fn metrics(world: &World) -> String {
    world.get("/metrics").await.text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_is_told_of_and_confirmed_once_however_often_it_is_told() {
    for version in ["1", "2"] {
        let world = world().await;
        subscribe(&world, version).await;
        let paid = world.paid("INV-1", "500.00").await;
        wait_until("it is confirmed", async || {
            listed(&world)
                .await
                .iter()
                .any(|it| it["status"] == "confirmed")
        })
        .await;
        let all = listed(&world).await;
        let [known] = &all[..] else {
            panic!("{all:?}");
        };
        assert_eq!(known["payment_id"], paid["id"]);
        assert_eq!(known["trx_id"], paid["trx_id"]);
        assert_eq!(
            (&known["amount"], &known["sale_amount"]),
            (&json!("500.00"), &Value::Null)
        );

        // The same bytes twice, and the same transaction in another message.
        world
            .control("POST", "notifications/send", &json!({"duplicate": true}))
            .await;
        wait_until("all were posted", async || {
            last_answers(&world).await == [200, 200]
        })
        .await;
        assert_eq!(listed(&world).await, all);
        assert_eq!(world.payment(&paid).await, paid);
        assert_eq!(
            (world.count("search").await, world.count("query").await),
            (0, 0)
        );
        let metrics = metrics(&world).await;
        for line in [
            r#"bkash_notifications_total{outcome="subscribed"} 1"#,
            r#"bkash_notifications_total{outcome="received"} 1"#,
            r#"bkash_notifications_total{outcome="confirmed"} 1"#,
            r#"bkash_notifications_total{outcome="duplicate"} 2"#,
        ] {
            assert!(metrics.contains(line), "{line}\n{metrics}");
        }
        world.service.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_with_a_coupon_is_confirmed_by_what_the_order_cost() {
    let world = world().await;
    subscribe(&world, "1").await;
    let order = world.create("INV-1", "100.00").await;
    let back = world.walk(&order, &json!({"coupon": "10.00"})).await;
    world.visit(&back).await;
    wait_until("it is confirmed", async || {
        listed(&world)
            .await
            .iter()
            .any(|it| it["status"] == "confirmed")
    })
    .await;
    let told = listed(&world).await.remove(0);
    assert_eq!(
        (&told["amount"], &told["sale_amount"]),
        (&json!("90.00"), &json!("100.00"))
    );
    let paid = world.payment(&order).await;
    assert_eq!(
        (&paid["status"], &paid["paid_amount"]),
        (&json!("completed"), &json!("100.00"))
    );
    assert_eq!(paid["attention"], Value::Null);
    assert_eq!(world.count("search").await, 0);
    world.service.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_forgery_of_the_simulator_is_refused_and_counted() {
    let world = world().await;
    subscribe(&world, "1").await;
    world.paid("INV-1", "500.00").await;
    wait_until("it is confirmed", async || {
        listed(&world)
            .await
            .iter()
            .any(|it| it["status"] == "confirmed")
    })
    .await;
    let before = listed(&world).await;
    for (deviation, reason) in [
        (json!({"tamper": "signature"}), "signature"),
        (json!({"tamper": "unsigned"}), "signature"),
        (json!({"tamper": "message"}), "signature"),
        (json!({"tamper": "topic"}), "topic"),
        (json!({"tamper": "signature_version"}), "signature"),
        (json!({"tamper": "certificate_url"}), "certificate_url"),
        (json!({"tamper": "certificate_file"}), "certificate_url"),
        (json!({"age_seconds": 3700}), "age"),
        (json!({"age_seconds": -400}), "age"),
    ] {
        let counted = async || {
            let line = format!(r#"bkash_notification_refusals_total{{reason="{reason}"}} "#);
            let text = metrics(&world).await;
            let count = text
                .split(&line)
                .nth(1)
                .and_then(|rest| rest.lines().next());
            count.map_or(0, |count| count.parse::<u32>().unwrap())
        };
        let so_far = counted().await;
        world
            .control("POST", "notifications/send", &deviation)
            .await;
        wait_until("it is refused", async || counted().await > so_far).await;
        assert_eq!(
            last_answers(&world).await.first(),
            Some(&json!(403)),
            "{deviation}"
        );
        assert_eq!(listed(&world).await, before, "{deviation}");
    }
    world.service.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_found_by_its_notification_and_what_is_not_ours_is_listed() {
    let world = world().await;
    subscribe(&world, "2").await;
    world
        .fault(json!({"endpoint": "execute", "fault": "answer_lost"}))
        .await;
    world
        .fault(json!({"endpoint": "query", "fault": "status", "status": 504, "count": 1}))
        .await;
    let lost = world.create("INV-1", "70.00").await;
    let back = world.approve(&lost, crate::world::GOOD_WALLET).await;
    world.visit(&back).await;
    wait_until("it is completed", async || {
        world.payment(&lost).await["status"] == "completed"
    })
    .await;
    let foreign =
        json!({"message": {"merchantInvoiceNumber": "INV-OF-ANOTHER", "trxID": "DLB50FORGN"}});
    world.control("POST", "notifications/send", &foreign).await;
    wait_until("it is left alone", async || {
        let unmatched = world.get("/v1/notifications?status=unmatched").await.json();
        unmatched["data"].as_array().unwrap().len() == 1
    })
    .await;
    let unmatched = world.get("/v1/notifications?status=unmatched").await.json();
    assert_eq!(unmatched["data"][0]["status_reason"], "no_payment");
    assert_eq!(unmatched["data"][0]["trx_id"], "DLB50FORGN");
    world.service.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_a_subscription_is_counted_and_never_undone() {
    let world = world().await;
    subscribe(&world, "1").await;
    world.control("DELETE", "notifications", &Value::Null).await;
    wait_until("it is told", async || {
        let line = r#"bkash_notifications_total{outcome="unsubscribed"} 1"#;
        metrics(&world).await.contains(line)
    })
    .await;
    assert_eq!(told(&world).await["subscription"], "unsubscribed");
    world.service.shutdown().await;
}

async fn post(world: &World, header: Option<&str>, body: String) -> Answer {
    let mut request = world.request("POST", "/notifications/bkash").body(body);
    if let Some(header) = header {
        request = request.header("x-amz-sns-message-type", header);
    }
    Answer::to(request.header("content-type", "text/plain; charset=UTF-8")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_edge_refuses_what_is_no_notification() {
    let world = world().await;
    let good = signed(notification(&payment("DLB50PG0H4"))).to_string();
    let kind = Some("Notification");
    for (header, body, status) in [
        (kind, String::new(), 400),
        (kind, "{}".to_owned(), 400),
        (kind, "[".to_owned(), 400),
        (None, good.clone(), 400),
        // The certificate of another place than this gateway's.
        (kind, good.clone(), 403),
    ] {
        let length = body.len();
        let answer = post(&world, header, body).await;
        assert_eq!(answer.status, status, "{length} bytes: {}", answer.text);
        assert!(!answer.text.contains("DLB50PG0H4"), "{}", answer.text);
    }
    assert_eq!(
        world
            .request("GET", "/notifications/bkash")
            .send()
            .await
            .unwrap()
            .status(),
        405
    );
    // In process, as a connection that is closed over a body may not show its answer.
    let large = axum::http::Request::post("/notifications/bkash")
        .header("x-amz-sns-message-type", "Notification")
        .body(axum::body::Body::from("x".repeat(256 * 1024 + 1)));
    let refused = world.service.router().oneshot(large.unwrap()).await;
    assert_eq!(refused.unwrap().status(), 413);
    assert!(listed(&world).await.is_empty());
    world.service.shutdown().await;
    let without = World::start().await;
    let answer = post(&without, kind, good).await;
    assert_eq!(
        (answer.status, text(&answer.json(), "type")),
        (404, "not-found".to_owned())
    );
    without.service.shutdown().await;
}
