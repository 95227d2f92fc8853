use serde_json::json;

use crate::harness::{Merchant, REFUND_V1, REFUND_V2_STATUS, WALLET};

#[tokio::test]
async fn partial_refunds_add_up_to_the_payment_and_no_further() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("100").await;
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "60").await.status,
        200
    );
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "40.01").await.code(),
        "2072"
    );
    assert_eq!(
        merchant
            .query(&payment_id)
            .await
            .text("maxRefundableAmount"),
        "40.00"
    );
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "40").await.status,
        200
    );
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "0.01").await.code(),
        "2034"
    );
    assert_eq!(merchant.balance(WALLET).await, "100000.00");
}

#[tokio::test]
async fn an_eleventh_partial_refund_is_refused() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("100").await;
    for _ in 0..10 {
        assert_eq!(merchant.refund(&payment_id, &trx_id, "1").await.status, 200);
    }
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "1").await.code(),
        "2074"
    );
    let ids = json!({ "paymentId": payment_id, "trxId": trx_id });
    let status = merchant.call(REFUND_V2_STATUS, &ids).await;
    assert_eq!(
        status.body["refundTransactions"].as_array().map(Vec::len),
        Some(10)
    );
}

#[tokio::test]
async fn refund_v1_allows_one_refund_of_a_payment() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("100").await;
    let ids = json!({ "paymentID": payment_id, "trxID": trx_id });
    assert_eq!(
        merchant.call(REFUND_V1, &ids).await.code(),
        "2033",
        "nothing refunded yet"
    );
    let mut body = ids.clone();
    for (key, value) in [("amount", "30"), ("sku", "SKU-1"), ("reason", "x")] {
        body[key] = value.into();
    }
    let refunded = merchant.call(REFUND_V1, &body).await;
    assert_eq!(refunded.code(), "0000");
    assert_eq!(merchant.call(REFUND_V1, &body).await.code(), "2034");
    let status = merchant.call(REFUND_V1, &ids).await;
    assert_eq!(status.body, refunded.body);
}

#[tokio::test]
async fn the_status_of_a_payment_without_refunds_is_an_empty_list() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("100").await;
    let ids = json!({ "paymentId": payment_id, "trxId": trx_id });
    let status = merchant.call(REFUND_V2_STATUS, &ids).await;
    assert_eq!(status.body["refundTransactions"], json!([]));
    let stranger = merchant.beside("key-2").await;
    assert_eq!(stranger.call(REFUND_V2_STATUS, &ids).await.code(), "2061");
}

#[tokio::test]
async fn a_merchant_whose_balance_was_paid_out_cannot_refund() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("100").await;
    let settled = merchant.control("POST", "settle", json!(null)).await;
    assert_eq!(settled.text("settled"), "100.00");
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "1").await.code(),
        "2023"
    );
    assert_eq!(merchant.books().await["merchant"]["settled"], "100.00");
}

#[tokio::test]
async fn refunds_end_sixty_days_after_the_payment() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("100").await;
    merchant.advance(60 * 24 * 3600).await;
    let token = merchant.grant().await.text("id_token").to_owned();
    let merchant = Merchant { token, ..merchant };
    assert_eq!(merchant.refund(&payment_id, &trx_id, "1").await.status, 200);
    merchant.advance(1).await;
    let late = merchant.refund(&payment_id, &trx_id, "1").await;
    assert_eq!(late.code(), "2071");
    assert_eq!(
        late.text("errorMessageEn"),
        "Refund after 60 days not allowed"
    );
}
