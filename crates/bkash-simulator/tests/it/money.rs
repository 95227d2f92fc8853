use serde_json::json;

use crate::harness::{BLOCKED, Merchant, POOR, SEARCH, WALLET};

#[tokio::test]
async fn a_payment_moves_its_amount_from_the_wallet_to_the_merchant_once() {
    let merchant = Merchant::new().await;
    let (payment_id, _) = merchant.paid("250.75").await;
    assert_eq!(merchant.execute(&payment_id).await.code(), "2117");
    assert_eq!(merchant.balance(WALLET).await, "99749.25");
    assert_eq!(merchant.books().await["merchant"]["balance"], "250.75");
}

#[tokio::test]
async fn a_refused_execute_spends_the_payment_and_moves_nothing() {
    let merchant = Merchant::new().await;
    for (wallet, code) in [(POOR, "2023"), (BLOCKED, "2037")] {
        let before = merchant.balance(wallet).await;
        let payment_id = merchant.approved("20", wallet).await;
        assert_eq!(merchant.execute(&payment_id).await.code(), code);
        assert_eq!(merchant.execute(&payment_id).await.code(), "2056", "spent");
        let query = merchant.query(&payment_id).await;
        assert_eq!(query.text("transactionStatus"), "Initiated");
        assert_eq!(query.text("verificationStatus"), "Complete");
        assert_eq!(merchant.balance(wallet).await, before);
    }
}

#[tokio::test]
async fn the_same_wallet_and_amount_again_is_refused_for_two_minutes() {
    let merchant = Merchant::new().await;
    merchant.paid("40").await;
    let again = merchant.approved("40.00", WALLET).await;
    merchant.advance(119).await;
    assert_eq!(merchant.execute(&again).await.code(), "2029");
    let other_amount = merchant.approved("40.01", WALLET).await;
    assert_eq!(merchant.execute(&other_amount).await.code(), "0000");
    let other_wallet = merchant.approved("40", "01929918378").await;
    assert_eq!(merchant.execute(&other_wallet).await.code(), "0000");
    let later = merchant.approved("40", WALLET).await;
    merchant.advance(1).await;
    assert_eq!(merchant.execute(&later).await.code(), "0000");
}

#[tokio::test]
async fn the_default_payer_avoids_the_duplicate_window() {
    let merchant = Merchant::new().await;
    for _ in 0..6 {
        let payment_id = merchant.created("77").await;
        merchant.pay(&payment_id, json!({})).await;
        assert_eq!(merchant.execute(&payment_id).await.code(), "0000");
    }
}

#[tokio::test]
async fn search_knows_payments_and_refunds_of_its_own_merchant_only() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("30").await;
    let refund = merchant.refund(&payment_id, &trx_id, "10").await;
    let found = merchant
        .call(SEARCH, &json!({ "trxID": refund.text("refundTrxId") }))
        .await;
    assert_eq!(
        (found.text("amount"), found.text("originalTrxAmount")),
        ("10", "30.00")
    );
    let found = merchant.call(SEARCH, &json!({ "trxID": trx_id })).await;
    assert_eq!(found.text("maxRefundableAmount"), "20.00");
    let samples = "/v1.2.0-beta/tokenized/checkout/general/search/searchTransaction";
    assert_eq!(
        merchant
            .call(samples, &json!({ "trxID": trx_id }))
            .await
            .body,
        found.body
    );
    let stranger = merchant.beside("key-2").await;
    assert_eq!(
        stranger
            .call(SEARCH, &json!({ "trxID": trx_id }))
            .await
            .code(),
        "2033"
    );
    assert_eq!(
        merchant
            .call(SEARCH, &json!({ "trxID": "no" }))
            .await
            .code(),
        "2077"
    );
    assert_eq!(merchant.call(SEARCH, &json!({})).await.code(), "2065");
}
