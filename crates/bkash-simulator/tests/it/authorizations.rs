//! Money that is held: capture, void, and what others see meanwhile.

use serde_json::json;

use crate::harness::{CAPTURE, CREATE, Merchant, Reply, SEARCH, VOID, WALLET, order};

/// A payment whose money is held: its id and trx id.
async fn authorized(merchant: &Merchant, amount: &str) -> (String, String) {
    let mut asked = order(amount);
    asked["intent"] = json!("authorization");
    let created = merchant.call(CREATE, &asked).await;
    let payment_id = created.text("paymentID").to_owned();
    merchant.pay(&payment_id, json!({ "wallet": WALLET })).await;
    let executed = merchant.execute(&payment_id).await;
    assert_eq!(executed.text("transactionStatus"), "Authorized");
    (payment_id, executed.text("trxID").to_owned())
}

async fn end(merchant: &Merchant, path: &str, payment_id: &str) -> Reply {
    let body = json!({ "paymentID": payment_id });
    merchant.call(path, &body).await
}

async fn search(merchant: &Merchant, trx_id: &str) -> Reply {
    merchant.call(SEARCH, &json!({ "trxID": trx_id })).await
}

#[tokio::test]
async fn held_money_is_neither_the_payers_nor_the_merchants() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = authorized(&merchant, "80").await;
    let books = merchant.books().await;
    assert_eq!(
        (&books["merchant"]["balance"], &books["merchant"]["on_hold"]),
        (&json!("0.00"), &json!("80.00"))
    );
    assert_eq!(merchant.balance(WALLET).await, "99920.00");
    assert_eq!(
        merchant.query(&payment_id).await.text("transactionStatus"),
        "Authorized"
    );
    let found = search(&merchant, &trx_id).await;
    assert_eq!(
        (
            found.text("transactionStatus"),
            found.text("creditedAmount")
        ),
        ("Authorized", "0.00")
    );
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "1").await.code(),
        "2127"
    );
    assert_eq!(merchant.execute(&payment_id).await.code(), "2117");
}

#[tokio::test]
async fn capture_takes_the_whole_and_can_be_refunded() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = authorized(&merchant, "80").await;
    merchant.advance(60).await;
    let captured = end(&merchant, CAPTURE, &payment_id).await;
    assert_eq!(captured.text("trxID"), trx_id);
    let books = merchant.books().await;
    assert_eq!(
        (&books["merchant"]["balance"], &books["merchant"]["on_hold"]),
        (&json!("80.00"), &json!("0.00"))
    );
    let found = search(&merchant, &trx_id).await;
    assert_eq!(found.text("transactionStatus"), "Completed");
    assert_eq!(
        found.text("initiationTime"),
        "2025-12-11T11:48:29:000 GMT+0600"
    );
    assert_eq!(
        found.text("completedTime"),
        "2025-12-11T11:49:29:000 GMT+0600"
    );
    for path in [CAPTURE, VOID] {
        assert_eq!(
            end(&merchant, path, &payment_id).await.code(),
            "2119",
            "{path}"
        );
    }
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "80").await.status,
        200
    );
    assert_eq!(merchant.balance(WALLET).await, "100000.00");
}

#[tokio::test]
async fn void_gives_it_back_by_any_of_its_paths() {
    let variants = [
        VOID,
        "/v1.2.0-beta/tokenized/checkout/payment/confirm/capture/void",
        "/v2/tokenized-checkout/payment/void",
        "/v2/tokenized-checkout/payment-with-agreement/void",
    ];
    for path in variants {
        let merchant = Merchant::new().await;
        let (payment_id, trx_id) = authorized(&merchant, "80").await;
        let voided = end(&merchant, path, &payment_id).await;
        assert_eq!(voided.text("transactionStatus"), "Cancelled", "{path}");
        assert_eq!(merchant.balance(WALLET).await, "100000.00");
        let found = search(&merchant, &trx_id).await;
        assert_eq!(found.text("transactionStatus"), "Cancelled");
        for path in [CAPTURE, VOID] {
            assert_eq!(
                end(&merchant, path, &payment_id).await.code(),
                "2069",
                "{path}"
            );
        }
        assert_eq!(merchant.execute(&payment_id).await.code(), "2069");
        assert_eq!(
            merchant.refund(&payment_id, &trx_id, "1").await.code(),
            "2056"
        );
    }
}

#[tokio::test]
async fn only_an_authorization_can_be_captured_or_voided() {
    let merchant = Merchant::new().await;
    let (sale, _) = merchant.paid("10").await;
    assert_eq!(end(&merchant, CAPTURE, &sale).await.code(), "2068");
    assert_eq!(end(&merchant, VOID, &sale).await.code(), "2056");
    let approved = merchant.approved("11", WALLET).await;
    let (_, agreement) = merchant.agreed(WALLET).await;
    let stranger = merchant.beside("key-2").await;
    let (foreign, _) = authorized(&stranger, "12").await;
    for path in [CAPTURE, VOID] {
        assert_eq!(end(&merchant, path, &approved).await.code(), "2056");
        assert_eq!(end(&merchant, path, &agreement).await.code(), "2056");
        assert_eq!(end(&merchant, path, &foreign).await.code(), "2061");
        assert_eq!(end(&merchant, path, "TR0011nope").await.code(), "2002");
        assert_eq!(merchant.call(path, &json!({})).await.code(), "2065");
    }
    assert_eq!(stranger.books().await["merchant"]["on_hold"], "12.00");
}

#[tokio::test]
async fn a_hold_outlives_the_payments_day() {
    let merchant = Merchant::new().await;
    let (payment_id, _) = authorized(&merchant, "80").await;
    merchant.advance(3 * 24 * 3600).await;
    let token = merchant.grant().await.text("id_token").to_owned();
    let merchant = Merchant { token, ..merchant };
    assert_eq!(end(&merchant, CAPTURE, &payment_id).await.code(), "0000");
}
