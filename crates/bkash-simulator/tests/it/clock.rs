use serde_json::json;

use crate::harness::{Merchant, WALLET};

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
