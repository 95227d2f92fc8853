//! Money back: reserved first, sent once.

use serde_json::{Value, json};

use crate::world::{World, text};

#[tokio::test]
async fn partial_refunds_go_back_until_nothing_is_left() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    let first = world.refund(&payment, "r-1", "30.00").await.json();
    assert_eq!(first["status"], "completed");
    assert_eq!(text(&first, "refund_trx_id").len(), 10);
    world
        .refund(&payment, "r-2", "70.01")
        .await
        .problem(422, "refund-too-much");
    let second = world.refund(&payment, "r-3", "70.00").await.json();
    assert_eq!(second["status"], "completed");
    world
        .refund(&payment, "r-4", "0.01")
        .await
        .problem(422, "refund-too-much");

    let list = world
        .get(&format!("/v1/payments/{}/refunds", text(&payment, "id")))
        .await
        .json();
    assert_eq!(list["data"], json!([first, second]));
    assert_eq!(
        world
            .get(&format!("/v1/refunds/{}", text(&first, "id")))
            .await
            .json(),
        first
    );
    assert_eq!(world.count("refund").await, 2);
    assert_eq!(world.merchant_balance().await, world.ledger_balance().await);
}

#[tokio::test]
async fn an_unanswered_refund_is_settled_by_refund_status_and_never_sent_again() {
    for fault in [
        json!({"endpoint": "refund", "fault": "answer_lost"}),
        json!({"endpoint": "refund", "fault": "code", "code": "9999", "after_effect": true}),
    ] {
        let world = World::start().await;
        let payment = world.paid("INV-1", "100.00").await;
        world.fault(fault).await;
        let refund = world.refund(&payment, "r-1", "40.00").await.json();
        let settled = until_settled(&world, &refund).await;
        assert_eq!(settled["status"], "completed", "{settled}");
        assert_eq!(world.count("refund").await, 1);
        assert!(world.count("refund_status").await >= 1);
        assert_eq!(world.merchant_balance().await, "60.00");
        assert_eq!(world.ledger_balance().await, "60.00");
    }
}

#[tokio::test]
async fn a_dropped_refund_keeps_its_reserve_and_the_next_one_waits() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    world
        .fault(json!({"endpoint": "refund", "fault": "dropped"}))
        .await;
    let refund = world.refund(&payment, "r-1", "40.00").await.json();
    assert_eq!(refund["status"], "unresolved", "{refund}");
    world
        .refund(&payment, "r-2", "10.00")
        .await
        .problem(409, "refund-in-flight");
    assert_eq!(world.count("refund").await, 1);
    let attention = world.get("/v1/attention").await.json();
    assert_eq!(attention["refunds"][0]["id"], refund["id"]);
}

#[tokio::test]
async fn a_refused_refund_is_declined_with_the_gateway_s_words() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    world
        .fault(json!({"endpoint": "refund", "fault": "code", "code": "2071"}))
        .await;
    let refund = world.refund(&payment, "r-1", "40.00").await.json();
    assert_eq!(
        (&refund["status"], &refund["code"]),
        (&json!("declined"), &json!("2071")),
        "{refund}"
    );
    assert_eq!(
        world.refund(&payment, "r-2", "100.00").await.json()["status"],
        "completed"
    );
}

#[tokio::test]
async fn a_repeated_refund_is_answered_also_when_no_token_can_be_had() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    let first = world.refund(&payment, "r-1", "40.00").await;
    let without_token = world
        .another(|s| s.token_store = payment_service::settings::TokenStoreChoice::Memory)
        .await
        .unwrap();
    world
        .fault(json!({"endpoint": "token_grant", "fault": "dropped", "count": 9}))
        .await;
    let path = format!("/v1/payments/{}/refunds", text(&payment, "id"));
    let url = format!("http://{}{path}", without_token.addr());
    let send = async |amount: &str, key: &str| {
        let body = json!({"amount": amount, "sku": "TSHIRT", "reason": "damaged"});
        let request = reqwest_post(&url, key, &body);
        crate::answer::Answer::to(request).await
    };
    let repeat = send("40.00", "r-1").await;
    assert_eq!((repeat.status, &repeat.text), (201, &first.text));
    send("50.00", "r-1")
        .await
        .problem(422, "idempotency-key-reused");
    assert_eq!(world.count("token_grant").await, 1, "nobody asked for one");
    send("50.00", "r-2")
        .await
        .problem(502, "gateway-not-reached");
    assert_eq!(world.merchant_balance().await, "60.00");
}

fn reqwest_post(url: &str, key: &str, body: &Value) -> reqwest::RequestBuilder {
    crate::answer::http_client()
        .post(url)
        .bearer_auth(crate::world::API_KEY)
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(body.to_string())
}

#[tokio::test]
async fn a_person_cannot_settle_a_refund_with_the_payment_s_own_transaction() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    world
        .fault(json!({"endpoint": "refund", "fault": "dropped"}))
        .await;
    let refund = world.refund(&payment, "r-1", "100.00").await.json();
    assert_eq!(refund["status"], "unresolved", "{refund}");
    let path = format!("/v1/attention/refunds/{}", text(&refund, "id"));
    let own = json!({"decision": "paid", "trx_id": payment["trx_id"]});
    world
        .post(&path, None, &own)
        .await
        .problem(409, "not-resolvable");
}

#[tokio::test]
async fn only_a_completed_payment_can_be_refunded() {
    let world = World::start().await;
    let payment = world.create("INV-1", "100.00").await;
    world
        .refund(&payment, "r-1", "1.00")
        .await
        .problem(409, "payment-not-refundable");
    assert_eq!(world.count("refund").await, 0);
}

#[tokio::test]
async fn version_1_of_the_call_takes_one_refund() {
    let world = World::with(|settings| settings.refund_api = bkash_client::RefundApi::V1).await;
    let payment = world.paid("INV-1", "100.00").await;
    assert_eq!(
        world.refund(&payment, "r-1", "40.00").await.json()["status"],
        "completed"
    );
    world
        .refund(&payment, "r-2", "10.00")
        .await
        .problem(422, "no-more-refunds");
}

/// Asks as a shop would; the first read of refund status follows the lost answer.
async fn until_settled(world: &World, refund: &Value) -> Value {
    let path = format!("/v1/refunds/{}", text(refund, "id"));
    for _ in 0..400 {
        let now = world.get(&path).await.json();
        if now["status"] == "completed" || now["status"] == "declined" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    world.get(&path).await.json()
}
