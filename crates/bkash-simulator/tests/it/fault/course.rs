use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::harness::{Merchant, WALLET};

async fn execute_under(fault: Value) -> (Merchant, String, crate::harness::Reply) {
    let merchant = Merchant::new().await;
    let payment_id = merchant.approved("50", WALLET).await;
    merchant.fault(fault).await;
    let reply = merchant.execute(&payment_id).await;
    (merchant, payment_id, reply)
}

async fn is_paid(merchant: &Merchant, payment_id: &str) -> bool {
    merchant.query(payment_id).await.text("transactionStatus") == "Completed"
}

#[tokio::test]
async fn a_lost_answer_leaves_the_work_done() {
    let fault = json!({ "endpoint": "execute", "fault": "answer_lost" });
    let (merchant, payment_id, reply) = execute_under(fault).await;
    assert!(reply.lost);
    assert!(is_paid(&merchant, &payment_id).await);
    let journal = merchant.journal().await;
    let execute = journal
        .iter()
        .find(|entry| entry["endpoint"] == "execute")
        .unwrap();
    assert_eq!(
        (&execute["fault"], &execute["response"]),
        (&json!("answer_lost"), &Value::Null)
    );
}

#[tokio::test]
async fn a_dropped_call_leaves_nothing_done() {
    let fault = json!({ "endpoint": "execute", "fault": "dropped" });
    let (merchant, payment_id, reply) = execute_under(fault).await;
    assert!(reply.lost);
    assert!(!is_paid(&merchant, &payment_id).await);
    assert_eq!(
        merchant.execute(&payment_id).await.code(),
        "0000",
        "it may be tried again"
    );
}

#[tokio::test]
async fn a_status_comes_with_the_message_of_the_api_gateway_before_or_after_the_effect() {
    for (status, message) in [
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (429, "Too Many Requests"),
        (500, "Internal server error"),
        (502, "Internal server error"),
        (503, "Service Unavailable"),
        (504, "Endpoint request timed out"),
    ] {
        for after_effect in [false, true] {
            let (merchant, payment_id, reply) = execute_under(json!({
                "endpoint": "execute", "fault": "status", "status": status,
                "after_effect": after_effect,
            }))
            .await;
            assert_eq!(reply.status.as_u16(), status);
            assert_eq!(reply.body, json!({ "message": message }));
            assert_eq!(is_paid(&merchant, &payment_id).await, after_effect);
        }
    }
}

#[tokio::test]
async fn a_code_comes_in_the_envelope_of_its_route_before_or_after_the_effect() {
    for after_effect in [false, true] {
        let (merchant, payment_id, reply) = execute_under(json!({
            "endpoint": "execute", "fault": "code", "code": "9999", "after_effect": after_effect,
        }))
        .await;
        assert_eq!(
            reply.body,
            json!({ "statusCode": "9999", "statusMessage": "System Error." })
        );
        assert_eq!(is_paid(&merchant, &payment_id).await, after_effect);
    }
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("50").await;
    merchant
        .fault(json!({ "endpoint": "refund", "fault": "code", "code": "2080" }))
        .await;
    let refused = merchant.refund(&payment_id, &trx_id, "1").await;
    assert_eq!(
        (refused.status.as_u16(), refused.text("externalCode")),
        (400, "2080")
    );
}

#[tokio::test(start_paused = true)]
async fn a_delay_holds_the_answer_back() {
    let started = Instant::now();
    let fault = json!({ "endpoint": "execute", "fault": "delay", "seconds": 31 });
    let (_, _, reply) = execute_under(fault).await;
    assert_eq!(reply.code(), "0000");
    assert!(started.elapsed() >= Duration::from_secs(31));
}

#[tokio::test(start_paused = true)]
async fn the_work_of_a_delayed_call_is_done_before_or_after_the_delay() {
    for after_effect in [false, true] {
        let merchant = Merchant::new().await;
        let payment_id = merchant.approved("50", WALLET).await;
        merchant
            .fault(json!({
                "endpoint": "execute", "fault": "delay", "seconds": 31,
                "after_effect": after_effect,
            }))
            .await;
        let call = merchant.execute(&payment_id);
        let gave_up = tokio::time::timeout(Duration::from_secs(30), call).await;
        assert!(gave_up.is_err());
        assert_eq!(is_paid(&merchant, &payment_id).await, after_effect);
    }
}

#[tokio::test(start_paused = true)]
async fn an_execute_whose_caller_hung_up_still_completes_and_the_journal_says_when_it_left() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.approved("50", WALLET).await;
    merchant
        .fault(json!({ "endpoint": "execute", "fault": "delay", "seconds": 31 }))
        .await;
    let call = merchant.execute(&payment_id);
    assert!(
        tokio::time::timeout(Duration::from_secs(30), call)
            .await
            .is_err()
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(is_paid(&merchant, &payment_id).await);
    let journal = merchant.journal().await;
    let execute = journal
        .iter()
        .find(|entry| entry["endpoint"] == "execute")
        .unwrap();
    assert_eq!(execute["disconnected_after_ms"], 30_000);
    assert_eq!(execute["duration_ms"], 31_000);
    assert_eq!(execute["response"]["body"]["statusCode"], "0000");
}

#[tokio::test]
async fn a_fault_strikes_its_endpoint_and_payment_as_often_as_told() {
    let merchant = Merchant::new().await;
    let (one, two) = (merchant.created("1").await, merchant.created("2").await);
    let id = merchant
        .fault(json!({
            "endpoint": "query", "fault": "status", "status": 503, "count": 2, "paymentID": two,
        }))
        .await;
    assert_eq!(merchant.query(&one).await.status, 200);
    assert_eq!(merchant.query(&two).await.status, 503);
    let left = merchant.control("GET", "faults", Value::Null).await;
    assert_eq!(
        left.body,
        json!({ "data": [{
            "id": id, "endpoint": "query", "fault": "status", "remaining": 1, "paymentID": two,
            "status": 503,
        }] })
    );
    assert_eq!(merchant.query(&two).await.status, 503);
    assert_eq!(merchant.query(&two).await.status, 200);
}

const EXECUTE_B: &str = "/v2/tokenized-checkout/payment/execute";

#[tokio::test]
async fn a_fault_of_a_payment_finds_it_in_either_family_and_in_the_path() {
    let merchant = Merchant::new().await;
    let (mine, other) = (merchant.created("1").await, merchant.created("2").await);
    merchant
        .fault(json!({
            "endpoint": "execute", "fault": "status", "status": 418, "paymentID": mine,
            "count": "unlimited",
        }))
        .await;
    for (payment_id, struck) in [(&mine, true), (&other, false)] {
        let iframe = format!("/v1.2.0-beta/checkout/payment/execute/{payment_id}");
        for (path, body) in [
            (crate::harness::EXECUTE, json!({ "paymentID": payment_id })),
            (EXECUTE_B, json!({ "paymentId": payment_id })),
            (iframe.as_str(), json!({})),
        ] {
            let status = merchant.call(path, &body).await.status;
            assert_eq!(status == 418, struck, "{path}: {status}");
        }
    }
}

#[tokio::test]
async fn every_endpoint_can_be_struck() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("10").await;
    let ids = json!({ "paymentID": payment_id, "trxID": trx_id });
    let ids_v2 = json!({ "paymentId": payment_id, "trxId": trx_id });
    use crate::harness as path;
    for (endpoint, path, body) in [
        ("create", path::CREATE, path::order("5")),
        ("execute", path::EXECUTE, ids.clone()),
        ("query", path::QUERY, ids.clone()),
        ("search", path::SEARCH, ids.clone()),
        ("refund", path::REFUND_V1, json!({ "amount": "1" })),
        ("refund", path::REFUND_V2, ids_v2.clone()),
        ("refund_status", path::REFUND_V1, ids.clone()),
        ("refund_status", path::REFUND_V2_STATUS, ids_v2.clone()),
        ("token_grant", path::GRANT, json!({ "app_key": "key-1" })),
        (
            "token_refresh",
            path::REFRESH,
            json!({ "app_key": "key-1" }),
        ),
        ("agreement_query", path::AGREEMENT, json!({})),
        ("agreement_cancel", path::CANCEL, json!({})),
        ("capture", path::CAPTURE, ids.clone()),
        ("void", path::VOID, ids.clone()),
        ("execute", EXECUTE_B, ids_v2.clone()),
    ] {
        merchant
            .fault(json!({ "endpoint": endpoint, "fault": "status", "status": 418 }))
            .await;
        assert_eq!(
            merchant.call(path, &body).await.status,
            418,
            "{endpoint} {path}"
        );
        assert_ne!(merchant.call(path, &body).await.status, 418, "only once");
    }
}

#[tokio::test]
async fn faults_are_removed_one_by_one_and_all_at_once() {
    let merchant = Merchant::new().await;
    let fault = json!({ "endpoint": "create", "fault": "dropped", "count": 5 });
    let id = merchant.fault(fault.clone()).await;
    let gone = merchant
        .control("DELETE", &format!("faults/{id}"), Value::Null)
        .await;
    assert_eq!(gone.status, 204);
    let again = merchant
        .control("DELETE", &format!("faults/{id}"), Value::Null)
        .await;
    assert_eq!(again.status, 404);
    merchant.fault(fault).await;
    assert_eq!(
        merchant
            .control("DELETE", "faults", Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(merchant.create("5").await.code(), "0000");
}

#[tokio::test(start_paused = true)]
async fn a_timeout_outlasts_every_caller_with_its_effect_or_without() {
    for (after_effect, status) in [(true, 200), (false, 504)] {
        let merchant = Merchant::new().await;
        let payment_id = merchant.approved("50", WALLET).await;
        let fault = json!({
            "endpoint": "execute", "fault": "timeout", "after_effect": after_effect,
        });
        merchant.fault(fault).await;
        let started = Instant::now();
        let reply = merchant.execute(&payment_id).await;
        assert_eq!(started.elapsed(), Duration::from_secs(35));
        assert_eq!(reply.status.as_u16(), status);
        assert_eq!(is_paid(&merchant, &payment_id).await, after_effect);
    }
}

#[tokio::test(start_paused = true)]
async fn latency_is_drawn_for_each_call_within_its_distribution() {
    let merchant = Merchant::new().await;
    let fault = json!({
        "endpoint": "create", "fault": "latency", "distribution": "uniform", "min": 1, "max": 3,
        "count": "unlimited",
    });
    merchant.fault(fault).await;
    let mut times = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        assert_eq!(merchant.create("5").await.code(), "0000");
        times.push(started.elapsed());
    }
    let bounds = Duration::from_secs(1)..=Duration::from_millis(3001);
    assert!(times.iter().all(|time| bounds.contains(time)), "{times:?}");
    times.dedup();
    assert!(times.len() > 10, "{times:?}");
}

#[tokio::test]
async fn a_wrong_clock_shows_in_the_answer_and_not_in_the_world() {
    let merchant = Merchant::new().await;
    merchant
        .fault(json!({ "endpoint": "create", "fault": "clock_skew", "seconds": -3600 }))
        .await;
    let created = merchant.create("5").await;
    assert_eq!(
        created.text("paymentCreateTime"),
        "2025-12-11T10:48:29:876 GMT+0600"
    );
    let queried = merchant.query(created.text("paymentID")).await;
    assert_eq!(
        queried.text("paymentCreateTime"),
        "2025-12-11T11:48:29:876 GMT+0600"
    );
}

#[tokio::test]
async fn a_wallet_locked_at_create_is_turned_away_by_the_pages() {
    let merchant = Merchant::new().await;
    let fault = json!({ "endpoint": "create", "fault": "wallet_locked" });
    merchant.fault(fault).await;
    let payment_id = merchant.created("5").await;
    let refused = merchant.pay(&payment_id, json!({ "wallet": WALLET })).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.text("detail").contains("locked"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn a_wallet_locked_at_execute_cannot_pay() {
    let (merchant, payment_id, reply) =
        execute_under(json!({ "endpoint": "execute", "fault": "wallet_locked" })).await;
    assert_eq!(reply.code(), "2037");
    assert!(!is_paid(&merchant, &payment_id).await);
}

#[tokio::test]
async fn in_process_half_a_body_is_a_lost_connection() {
    let (merchant, payment_id, reply) =
        execute_under(json!({ "endpoint": "execute", "fault": "half_body" })).await;
    assert!(reply.lost);
    assert!(is_paid(&merchant, &payment_id).await);
}
