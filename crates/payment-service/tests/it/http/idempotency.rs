//! One key, one intent.

use futures_util::future::join_all;
use serde_json::json;

use crate::world::{World, order, text};

#[tokio::test]
async fn a_repeat_gets_the_stored_bytes() {
    let world = World::start().await;
    let body = order("INV-1", "10.00");
    let first = world.post("/v1/payments", Some("k-1"), &body).await;
    let mut respelt = body.clone();
    respelt["amount"] = json!("10");
    let again = world.post("/v1/payments", Some("k-1"), &respelt).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.text, again.text);
    assert_eq!(first.header("idempotency-replayed"), "");
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(world.count("create").await, 1);
}

#[tokio::test]
async fn a_key_with_other_content_is_refused() {
    let world = World::start().await;
    world
        .post("/v1/payments", Some("k-1"), &order("INV-1", "10.00"))
        .await;
    let other = world
        .post("/v1/payments", Some("k-1"), &order("INV-1", "11.00"))
        .await;
    other.problem(422, "idempotency-key-reused");

    let (one, two) = (
        world.paid("INV-2", "20.00").await,
        world.paid("INV-3", "30.00").await,
    );
    assert_eq!(
        world.refund(&one, "k-1", "1.00").await.status,
        201,
        "routes do not share keys"
    );
    world
        .refund(&two, "k-1", "1.00")
        .await
        .problem(422, "idempotency-key-reused");
    assert_eq!(world.count("refund").await, 1);
}

#[tokio::test]
async fn a_repeat_while_the_first_is_on_its_way_is_told_to_wait() {
    let world = World::start().await;
    world
        .fault(json!({"endpoint": "create", "fault": "delay", "seconds": 0.5}))
        .await;
    let body = order("INV-1", "10.00");
    let answers = join_all((0..5).map(|_| world.post("/v1/payments", Some("k-1"), &body))).await;
    let (done, waiting): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    assert_eq!((done.len(), waiting.len()), (1, 4));
    for answer in waiting {
        answer.problem(409, "idempotency-key-in-flight");
    }
    assert_eq!(world.count("create").await, 1);
}

#[tokio::test]
async fn an_unanswered_create_leaves_its_key_free() {
    let world = World::start().await;
    world
        .fault(json!({"endpoint": "create", "fault": "answer_lost"}))
        .await;
    let body = order("INV-1", "10.00");
    let lost = world.post("/v1/payments", Some("k-1"), &body).await;
    lost.problem(504, "gateway-unanswered");
    let again = world.post("/v1/payments", Some("k-1"), &body).await;
    assert_eq!(
        (again.status, again.header("idempotency-replayed")),
        (201, ""),
        "{}",
        again.text
    );
    assert_eq!(world.count("create").await, 2);
}

#[tokio::test]
async fn a_refused_create_is_replayed_as_it_was() {
    let world = World::start().await;
    world
        .fault(json!({"endpoint": "create", "fault": "code", "code": "2049"}))
        .await;
    let body = order("INV-1", "10.00");
    let first = world.post("/v1/payments", Some("k-1"), &body).await;
    let problem = first.problem(422, "gateway-refused");
    assert_eq!(text(&problem, "code"), "2049");
    let again = world.post("/v1/payments", Some("k-1"), &body).await;
    again.problem(422, "gateway-refused");
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(world.count("create").await, 1);
}

#[tokio::test]
async fn a_refund_needs_a_key_that_can_be_read() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "10.00").await;
    let path = format!("/v1/payments/{}/refunds", text(&payment, "id"));
    let body = json!({"amount": "1.00", "sku": "s", "reason": "r"});
    world
        .post(&path, None, &body)
        .await
        .problem(400, "bad-header");
    for key in ["two words", &"k".repeat(256)] {
        world
            .post(&path, Some(key), &body)
            .await
            .problem(400, "bad-header");
    }
    assert_eq!(world.count("refund").await, 0);
}

#[tokio::test]
async fn a_double_click_is_one_refund() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "10.00").await;
    let answers = join_all((0..8).map(|_| world.refund(&payment, "r-1", "4.00"))).await;
    let done = answers.iter().filter(|answer| answer.status == 201).count();
    assert!(done >= 1, "{answers:?}");
    assert_eq!(world.count("refund").await, 1);
    let replayed = world.refund(&payment, "r-1", "4.00").await;
    assert_eq!(replayed.header("idempotency-replayed"), "true");
}
