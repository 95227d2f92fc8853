use std::sync::Arc;

use bkash_simulator::Simulator;
use serde_json::json;

use crate::harness::{Merchant, REFRESH, WALLET, clock};

async fn renewed(merchant: Merchant) -> Merchant {
    let token = merchant.grant().await.text("id_token").to_owned();
    Merchant { token, ..merchant }
}

#[tokio::test]
async fn a_payment_can_be_executed_for_24_hours() {
    for (seconds, code) in [(24 * 3600, "0000"), (24 * 3600 + 1, "2056")] {
        let merchant = Merchant::new().await;
        let payment_id = merchant.approved("9", WALLET).await;
        merchant.advance(seconds).await;
        let merchant = renewed(merchant).await;
        assert_eq!(
            merchant.execute(&payment_id).await.code(),
            code,
            "after {seconds} s"
        );
        assert_eq!(
            merchant.query(&payment_id).await.code(),
            "0000",
            "query still answers"
        );
    }
}

#[tokio::test]
async fn the_pages_of_a_payment_close_after_24_hours() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.created("9").await;
    merchant.advance(24 * 3600 + 1).await;
    assert_eq!(merchant.pay(&payment_id, json!({})).await.status, 409);
}

#[tokio::test]
async fn the_clock_moves_forward_by_whole_seconds_only() {
    let merchant = Merchant::new().await;
    let moved = merchant
        .control("POST", "clock/advance", json!({ "seconds": 90 }))
        .await;
    assert_eq!(moved.text("now"), "2025-12-11T05:49:59.876Z");
    for seconds in [json!(0), json!(-1), json!(1.5), json!("60"), json!(null)] {
        let body = json!({ "seconds": seconds });
        let refused = merchant.control("POST", "clock/advance", body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, "seconds")
        );
    }
}

async fn token_works(merchant: &Merchant) -> bool {
    merchant.query("TR0011unknown").await.status == 200
}

#[tokio::test]
async fn an_hours_token_dies_in_one_call() {
    let merchant = Merchant::new().await;
    merchant.advance(3599).await;
    assert!(token_works(&merchant).await);
    merchant.advance(1).await;
    assert!(!token_works(&merchant).await);
}

#[tokio::test]
async fn the_28_days_of_a_refresh_token_pass_in_one_call() {
    let merchant = Merchant::new().await;
    let refresh_token = merchant.grant().await.text("refresh_token").to_owned();
    let body = json!({
        "app_key": merchant.app_key, "app_secret": "secret-1", "refresh_token": refresh_token,
    });
    let days = json!({ "now": "2026-01-08T05:48:29.875Z" });
    let set = merchant.control("POST", "clock", days).await;
    assert_eq!(set.text("now"), "2026-01-08T05:48:29.875Z");
    assert_eq!(merchant.token_call(REFRESH, &body).await.code(), "0000");
    merchant.advance(1).await;
    assert_eq!(merchant.token_call(REFRESH, &body).await.code(), "2079");
}

#[tokio::test]
async fn the_60_days_of_a_refund_pass_in_one_call() {
    for (seconds, refunded) in [(60 * 86400, true), (60 * 86400 + 1, false)] {
        let merchant = Merchant::new().await;
        let (payment_id, trx_id) = merchant.paid("10").await;
        merchant.advance(seconds).await;
        let merchant = renewed(merchant).await;
        let refund = merchant.refund(&payment_id, &trx_id, "1").await;
        assert_eq!(refund.status.is_success(), refunded, "{}", refund.body);
    }
}

#[tokio::test]
async fn a_world_has_its_own_speed_and_zero_freezes_it() {
    let still = clock();
    let router = Simulator::builder()
        .seed(1)
        .clock(Arc::clone(&still) as _)
        .router();
    let merchant = Merchant::admitted(router, "key-1").await;
    let other = merchant.beside("key-2").await;
    let set = merchant
        .control("POST", "clock", json!({ "speed": 3600 }))
        .await;
    assert_eq!(
        set.body,
        json!({ "now": "2025-12-11T05:48:29.876Z", "speed": 3600, "ahead_seconds": 0 })
    );
    still.set("2025-12-11T05:48:30.876Z");
    assert!(!token_works(&merchant).await, "an hour passed in a second");
    assert!(
        token_works(&other).await,
        "the other world has its own time"
    );
    merchant
        .control("POST", "clock", json!({ "speed": 0 }))
        .await;
    still.set("2025-12-12T05:48:30.876Z");
    let frozen = merchant.control("GET", "clock", json!(null)).await;
    assert_eq!(frozen.text("now"), "2025-12-11T06:48:29.876Z");
    assert_eq!(frozen.body["speed"], 0);
}

#[tokio::test]
async fn a_clock_is_never_set_back_and_says_what_it_takes() {
    let merchant = Merchant::new().await;
    for (field, body) in [
        ("now", json!({ "now": "2025-12-11T05:48:29.875Z" })),
        ("now", json!({ "now": "2201-01-01T00:00:00Z" })),
        ("now", json!({ "now": "tomorrow" })),
        ("now", json!({})),
        ("speed", json!({ "speed": -1 })),
        ("speed", json!({ "speed": 100_001 })),
        ("speed", json!({ "speed": "fast" })),
        ("seconds", json!({ "seconds": 60 })),
    ] {
        let refused = merchant.control("POST", "clock", body.clone()).await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, field),
            "{body}"
        );
        assert!(!refused.body["allowed"].is_null(), "{}", refused.body);
    }
}
