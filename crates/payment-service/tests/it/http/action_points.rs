//! The onboarding brief's action points, by their numbers.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::world::{BLOCKED_WALLET, GOOD_WALLET, OTHER_WALLET, POOR_WALLET, World, text};

fn tokens_used(calls: &[Value]) -> HashSet<String> {
    calls
        .iter()
        .map(|call| text(&call["request"]["headers"], "authorization"))
        .collect()
}

#[tokio::test]
async fn action_point_0_one_id_token_serves_everybody() {
    let world = World::start().await;
    let invoices: Vec<_> = (0..50).map(|n| format!("INV-{n}")).collect();
    let payments = join_all(
        invoices
            .iter()
            .map(|invoice| world.create(invoice, "10.00")),
    )
    .await;
    let back = join_all(
        payments[..5]
            .iter()
            .map(|payment| world.approve(payment, GOOD_WALLET)),
    )
    .await;
    join_all(back.iter().map(|address| world.visit(address))).await;

    assert_eq!(world.count("token_grant").await, 1);
    assert_eq!(world.count("token_refresh").await, 0);
    let mut calls = world.calls("create").await;
    calls.extend(world.calls("execute").await);
    assert_eq!((calls.len(), tokens_used(&calls).len()), (55, 1));
}

#[tokio::test]
async fn action_point_1_failure_and_cancel_are_told_to_the_shop_as_failed_and_cancelled() {
    let world = World::start().await;
    for (payer, status, reason) in [
        (json!({"outcome": "cancel"}), "cancelled", "payer_cancelled"),
        (json!({"otp": "000000"}), "failed", "payer_failed"),
    ] {
        let payment = world.create(&format!("INV-{status}"), "50.00").await;
        let back = world.walk(&payment, &payer).await;
        assert_eq!(world.visit(&back).await.returned_status(), status);
        let payment = world.payment(&payment).await;
        assert_eq!(
            (&payment["status"], &payment["status_reason"]),
            (&json!(status), &json!(reason))
        );
        assert_eq!(payment["trx_id"], Value::Null);
    }
    assert_eq!(world.merchant_balance().await, "0.00");
}

#[tokio::test]
async fn action_point_2_execute_is_called_only_for_a_success_callback_and_once() {
    let world = World::start().await;
    let cancelled = world.create("INV-1", "50.00").await;
    let back = world.walk(&cancelled, &json!({"outcome": "cancel"})).await;
    world.visit(&back).await;
    world
        .visit(&back.replace("status=cancel", "status=success"))
        .await;
    let failed = world.create("INV-2", "50.00").await;
    let back = world.walk(&failed, &json!({"pin": "00000"})).await;
    world.visit(&back).await;
    assert_eq!(world.count("execute").await, 0);

    let paid = world.create("INV-3", "50.00").await;
    let back = world.approve(&paid, OTHER_WALLET).await;
    let visits = join_all((0..20).map(|_| world.visit(&back))).await;
    for visit in visits {
        assert_eq!(visit.returned_status(), "completed");
    }
    assert_eq!(world.visit(&back).await.returned_status(), "completed");
    assert_eq!(world.count("execute").await, 1);
    assert_eq!(world.count("query").await, 0);
}

#[tokio::test]
async fn action_point_3_only_0000_is_success_and_any_other_message_is_shown() {
    let world = World::start().await;
    for (wallet, code, message) in [
        (POOR_WALLET, "2023", "Insufficient Balance"),
        (BLOCKED_WALLET, "2037", "The account of the debit party"),
    ] {
        let payment = world.create(&format!("INV-{code}"), "5000.00").await;
        let back = world.approve(&payment, wallet).await;
        assert_eq!(world.visit(&back).await.returned_status(), "declined");
        let payment = world.payment(&payment).await;
        assert_eq!(payment["status"], "declined");
        assert_eq!(payment["code"], code);
        assert!(text(&payment, "message").starts_with(message), "{payment}");
    }
    let payment = world.paid("INV-OK", "500.00").await;
    assert_eq!(payment["paid_amount"], "500.00");
    assert_eq!(text(&payment, "trx_id").len(), 10);
    assert_eq!(payment["code"], Value::Null);
}

#[tokio::test]
async fn action_point_3_a_repeat_by_the_same_wallet_shows_the_gateway_s_own_words() {
    let world = World::start().await;
    world.paid("INV-1", "75.00").await;
    let again = world.create("INV-2", "75.00").await;
    let back = world.approve(&again, GOOD_WALLET).await;
    assert_eq!(world.visit(&back).await.returned_status(), "declined");
    let again = world.payment(&again).await;
    assert_eq!(again["code"], "2029");
    assert!(text(&again, "message").contains("Duplicate"), "{again}");
}

#[tokio::test]
async fn action_point_4_query_is_called_only_when_execute_was_not_answered() {
    let world = World::start().await;
    world.paid("INV-1", "10.00").await;
    let declined = world.create("INV-2", "5000.00").await;
    let back = world.approve(&declined, POOR_WALLET).await;
    world.visit(&back).await;
    world
        .get(&format!("/v1/payments/{}", text(&declined, "id")))
        .await;
    assert_eq!(world.count("query").await, 0);

    world
        .fault(json!({"endpoint": "execute", "fault": "answer_lost"}))
        .await;
    let lost = world.create("INV-3", "30.00").await;
    let back = world.approve(&lost, GOOD_WALLET).await;
    assert_eq!(
        world.visit_to_the_end(&back).await.returned_status(),
        "completed"
    );
    assert_eq!(
        (world.count("execute").await, world.count("query").await),
        (3, 1)
    );
}

#[tokio::test]
async fn action_point_5_refund_uses_the_same_id_token() {
    let world = World::start().await;
    let payment = world.paid("INV-1", "100.00").await;
    let refund = world.refund(&payment, "r-1", "40.00").await;
    assert_eq!(
        (refund.status, &refund.json()["status"]),
        (201, &json!("completed"))
    );

    let mut calls = world.calls("execute").await;
    calls.extend(world.calls("refund").await);
    assert_eq!((calls.len(), tokens_used(&calls).len()), (2, 1));
    assert_eq!(world.count("token_grant").await, 1);
}

#[tokio::test]
async fn the_time_limit_holds_for_every_call() {
    let limit = Duration::from_millis(700);
    let slow = |endpoint| json!({"endpoint": endpoint, "fault": "delay", "seconds": 6});

    for (endpoint, kind) in [
        ("token_grant", "gateway-not-reached"),
        ("create", "gateway-unanswered"),
    ] {
        let world = World::impatient(limit).await;
        world.fault(slow(endpoint)).await;
        let started = Instant::now();
        let answer = world
            .post("/v1/payments", None, &crate::world::order("INV-1", "10.00"))
            .await;
        assert!(
            started.elapsed() < limit * 4,
            "{endpoint}: {:?}",
            started.elapsed()
        );
        assert!(
            answer.status == 504 || answer.json()["type"] == kind,
            "{endpoint}: {}",
            answer.text
        );
    }

    let world = World::impatient(limit).await;
    let payment = world.paid("INV-1", "10.00").await;
    world.fault(slow("search")).await;
    let started = Instant::now();
    let trx = text(&payment, "trx_id");
    world
        .get(&format!("/v1/transactions/{trx}"))
        .await
        .problem(504, "gateway-unanswered");
    world.fault(slow("refund")).await;
    let refund = world.refund(&payment, "r-1", "1.00").await.json();
    assert!(
        matches!(refund["status"].as_str(), Some("pending" | "unresolved")),
        "{refund}"
    );
    assert!(started.elapsed() < limit * 8, "{:?}", started.elapsed());

    let slow_payment = world.create("INV-2", "20.00").await;
    world.fault(slow("execute")).await;
    let back = world.approve(&slow_payment, GOOD_WALLET).await;
    let started = Instant::now();
    world.visit(&back).await;
    assert!(
        started.elapsed() < limit,
        "the payer sees progress: {:?}",
        started.elapsed()
    );
    world.fault(slow("query")).await;
    let disconnects = world.calls("refund").await;
    assert!(
        disconnects[0]["disconnected_after_ms"].as_u64().is_some(),
        "{disconnects:?}"
    );
}
