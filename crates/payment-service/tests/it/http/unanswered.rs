//! Answers that never come, or come wrong: money may have moved.

use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{GOOD_WALLET, World, text};

async fn approved(world: &World, fault: Value) -> (Value, String) {
    let payment = world.create("INV-1", "10.00").await;
    world.fault(fault).await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    (payment, back)
}

#[tokio::test]
async fn an_execute_that_worked_without_an_answer_is_found_by_query() {
    for fault in [
        json!({"endpoint": "execute", "fault": "answer_lost"}),
        json!({"endpoint": "execute", "fault": "code", "code": "9999", "after_effect": true}),
        json!({"endpoint": "execute", "fault": "code", "code": "503", "after_effect": true}),
        json!({"endpoint": "execute", "fault": "status", "status": 504, "after_effect": true}),
        json!({"endpoint": "execute", "fault": "status", "status": 500, "after_effect": true}),
    ] {
        let world = World::start().await;
        let (payment, back) = approved(&world, fault.clone()).await;
        assert_eq!(
            world.visit_to_the_end(&back).await.returned_status(),
            "completed",
            "{fault}"
        );
        assert_eq!(
            (world.count("execute").await, world.count("query").await),
            (1, 1),
            "{fault}"
        );
        assert_eq!(world.payment(&payment).await["paid_amount"], "10.00");
        assert_eq!(world.merchant_balance().await, world.ledger_balance().await);
    }
}

#[tokio::test]
async fn an_execute_that_answers_too_late_is_found_by_query() {
    let world = World::impatient(Duration::from_millis(500)).await;
    let late = json!({"endpoint": "execute", "fault": "delay", "seconds": 1, "after_effect": true});
    let (_, back) = approved(&world, late).await;
    assert_eq!(
        world.visit_to_the_end(&back).await.returned_status(),
        "completed"
    );
    assert_eq!(
        (world.count("execute").await, world.count("query").await),
        (1, 1)
    );
    assert_eq!(world.merchant_balance().await, world.ledger_balance().await);
}

#[tokio::test]
async fn an_execute_that_was_dropped_stays_open_and_is_never_sent_again() {
    let world = World::start().await;
    let (payment, back) =
        approved(&world, json!({"endpoint": "execute", "fault": "dropped"})).await;
    let page = world.visit(&back).await;
    assert_eq!(page.status, 200, "nobody is told that it failed: {page:?}");
    let open = world.payment(&payment).await;
    assert_eq!(
        (&open["status"], &open["retry_allowed"]),
        (&json!("unresolved"), &json!(false))
    );
    world.visit(&back).await;
    assert_eq!(world.count("execute").await, 1);
    assert_eq!(world.merchant_balance().await, "0.00");

    let busy = world
        .post("/v1/payments", None, &crate::world::order("INV-1", "10.00"))
        .await;
    let problem = busy.problem(409, "invoice-busy");
    assert_eq!(problem["payment_id"], payment["id"]);
    let attention = world.get("/v1/attention").await.json();
    assert_eq!(attention["payments"][0]["id"], payment["id"]);
}

#[tokio::test]
async fn an_execute_refused_before_the_gateway_s_backend_did_not_charge() {
    let world = World::start().await;
    let refused = json!({"endpoint": "execute", "fault": "status", "status": 403});
    let (payment, back) = approved(&world, refused).await;
    assert_eq!(world.visit(&back).await.returned_status(), "failed");
    assert_eq!(
        world.payment(&payment).await["status_reason"],
        "not_charged"
    );
    assert_eq!(world.count("query").await, 0);
}

#[tokio::test]
async fn a_person_settles_what_the_gateway_does_not() {
    let world = World::start().await;
    let (payment, back) =
        approved(&world, json!({"endpoint": "execute", "fault": "dropped"})).await;
    world.visit(&back).await;
    let path = format!("/v1/attention/payments/{}", text(&payment, "id"));
    let unknown = json!({"decision": "paid", "trx_id": "AAAAAAAAAA"});
    assert!(
        world.post(&path, None, &unknown).await.status >= 400,
        "the gateway knows no such transaction"
    );
    let found = world
        .post(&path, None, &json!({"decision": "unpaid"}))
        .await;
    assert_eq!(
        (found.status, &found.json()["status"]),
        (200, &json!("failed")),
        "{}",
        found.text
    );
    world
        .post(&path, None, &json!({"decision": "unpaid"}))
        .await
        .problem(409, "not-resolvable");
    world
        .post(&path, None, &json!({"decision": "paid"}))
        .await
        .problem(422, "invalid-fields");
}

#[tokio::test]
async fn a_create_that_never_reached_the_gateway_says_so() {
    let world = World::start().await;
    world
        .fault(json!({"endpoint": "create", "fault": "status", "status": 429}))
        .await;
    let answer = world
        .post("/v1/payments", None, &crate::world::order("INV-1", "10.00"))
        .await;
    answer.problem(502, "gateway-not-reached");
}
