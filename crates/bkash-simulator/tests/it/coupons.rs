//! Payments of which a coupon takes something off.

use serde_json::{Value, json};

use crate::harness::{Merchant, Reply, SEARCH, WALLET};
use crate::listener::Listener;

/// A payment of 100.00 with a coupon of 10.00, half of which the merchant bears.
async fn paid_with_coupon(merchant: &Merchant) -> (String, Reply) {
    let payment_id = merchant.created("100.00").await;
    let paid = merchant
        .pay(&payment_id, json!({ "wallet": WALLET, "coupon": "10.00" }))
        .await;
    assert_eq!(paid.status, 200, "{}", paid.body);
    let executed = merchant.execute(&payment_id).await;
    assert_eq!(executed.code(), "0000", "{}", executed.body);
    (payment_id, executed)
}

#[tokio::test]
async fn the_payer_pays_less_the_merchant_bears_its_share_and_bkash_adds_the_rest() {
    let merchant = Merchant::new().await;
    let (_, executed) = paid_with_coupon(&merchant).await;
    assert_eq!(
        executed.text("amount"),
        "100.00",
        "execute echoes the order"
    );
    assert_eq!(executed.text("maxRefundableAmount"), "90.00");
    let books = merchant.books().await;
    assert_eq!(merchant.balance(WALLET).await, "99910.00");
    assert_eq!(books["merchant"]["balance"], "95.00");
    assert_eq!(books["merchant"]["coupons"], "5.00");
    assert_eq!(books["merchant"]["transactions"][0]["amount"], "95.00");
    assert_eq!(books["wallets"][0]["transactions"][0]["amount"], "90.00");
}

#[tokio::test]
async fn search_and_notification_say_what_was_paid_and_what_was_sold() {
    let (merchant, mut listener) = (Merchant::new().await, Listener::open().await);
    merchant.listened_by(&mut listener).await;
    let (_, executed) = paid_with_coupon(&merchant).await;
    let trx_id = executed.text("trxID");
    let found = merchant
        .call(SEARCH, &json!({ "trxID": trx_id }))
        .await
        .body;
    let told = listener.next().await.message();
    for shown in [&found, &told] {
        for (field, value) in [
            ("amount", "90"),
            ("saleAmount", "100.00"),
            ("couponAmount", "10"),
            ("merchantShareAmount", "5"),
        ] {
            assert_eq!(shown[field], value, "{field} in {shown}");
        }
    }
    assert_eq!(found["creditedAmount"], "95.00");
    assert_eq!(found["maxRefundableAmount"], "90.00");
}

#[tokio::test]
async fn no_more_comes_back_than_the_wallet_paid() {
    let merchant = Merchant::new().await;
    let (payment_id, executed) = paid_with_coupon(&merchant).await;
    let trx_id = executed.text("trxID");
    let refused = merchant.refund(&payment_id, trx_id, "90.01").await;
    assert_eq!(refused.code(), "2072");
    let refunded = merchant.refund(&payment_id, trx_id, "90").await;
    assert_eq!(refunded.text("originalTrxAmount"), "90.00");
    assert_eq!(merchant.balance(WALLET).await, "100000.00");
}

#[tokio::test]
async fn a_coupon_must_fit_its_payment_and_the_share_its_coupon() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.created("100").await;
    for (payer, field) in [
        (json!({ "coupon": "ten" }), "coupon"),
        (json!({ "coupon": "0" }), "coupon"),
        (json!({ "coupon": 10 }), "coupon"),
        (json!({ "merchant_share": "5" }), "coupon"),
        (
            json!({ "coupon": "10", "merchant_share": "10.01" }),
            "merchant_share",
        ),
    ] {
        let refused = merchant.pay(&payment_id, payer).await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, field)
        );
    }
    let whole = merchant.pay(&payment_id, json!({ "coupon": "100" })).await;
    assert_eq!(whole.status, 409, "{}", whole.body);
    let paid = merchant
        .pay(
            &payment_id,
            json!({ "coupon": "10", "merchant_share": "0", "wallet": WALLET }),
        )
        .await;
    assert_eq!(paid.status, 200, "{}", paid.body);
    merchant.execute(&payment_id).await;
    assert_eq!(merchant.books().await["merchant"]["balance"], "100.00");
}

#[tokio::test]
async fn a_coupon_that_was_not_used_in_the_end_takes_nothing_off() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.created("100").await;
    let stranger = json!({ "coupon": "10", "wallet": "01700000000" });
    assert_eq!(merchant.pay(&payment_id, stranger).await.status, 409);
    merchant.pay(&payment_id, json!({ "wallet": WALLET })).await;
    merchant.execute(&payment_id).await;
    assert_eq!(merchant.balance(WALLET).await, "99900.00");
    assert_eq!(
        merchant.books().await["merchant"]["coupons"],
        Value::from("0.00")
    );
}
