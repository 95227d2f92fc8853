//! The onboarding brief's action points, by their numbers.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::world::{BLOCKED_WALLET, GOOD_WALLET, OTHER_WALLET, POOR_WALLET, World, order, text};

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

const LIMIT: Duration = Duration::from_millis(600);

fn slow(endpoint: &str) -> Value {
    json!({"endpoint": endpoint, "fault": "delay", "seconds": 9})
}

#[tokio::test]
async fn every_call_is_given_up_at_its_time_limit() {
    let world = World::impatient(LIMIT).await;
    let paid = world.paid("INV-1", "10.00").await;
    let endpoints = [
        "create",
        "execute",
        "query",
        "search",
        "refund",
        "refund_status",
    ];
    for endpoint in endpoints {
        world.fault(slow(endpoint)).await;
    }
    let unanswered = world
        .post("/v1/payments", None, &order("INV-2", "20.00"))
        .await;
    unanswered.problem(504, "gateway-unanswered");
    let payment = world.create("INV-3", "20.00").await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    assert_eq!(
        world.visit(&back).await.status,
        200,
        "the payer sees progress"
    );
    let search = world
        .get(&format!("/v1/transactions/{}", text(&paid, "trx_id")))
        .await;
    search.problem(504, "gateway-unanswered");
    assert_eq!(world.refund(&paid, "r-1", "1.00").await.status, 201);
    for endpoint in endpoints {
        assert_given_up(&world, endpoint).await;
    }
}

#[tokio::test]
async fn a_token_call_is_given_up_at_its_time_limit() {
    let world = World::impatient(LIMIT).await;
    world.fault(slow("token_grant")).await;
    let answer = world
        .post("/v1/payments", None, &order("INV-1", "10.00"))
        .await;
    assert!(matches!(answer.status, 502 | 504), "{answer:?}");
    assert_given_up(&world, "token_grant").await;
    assert_eq!(world.count("create").await, 0);
}

async fn assert_given_up(world: &World, endpoint: &str) {
    let after = Duration::from_millis(given_up_after(world, endpoint).await);
    let early = LIMIT - Duration::from_millis(100);
    assert!(early < after && after < LIMIT * 4, "{endpoint}: {after:?}");
}

/// When the gateway saw the caller of its slow answer leave, in milliseconds after the call.
async fn given_up_after(world: &World, endpoint: &str) -> u64 {
    for _ in 0..800 {
        let calls = world.calls(endpoint).await;
        let left = calls
            .iter()
            .find_map(|call| call["disconnected_after_ms"].as_u64());
        if let Some(left) = left {
            return left;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{endpoint} was never given up");
}
