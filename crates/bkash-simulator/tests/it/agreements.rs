//! Agreements, and payments by them.

use serde_json::{Value, json};

use crate::harness::{
    AGREEMENT, CANCEL, CREATE, Merchant, Reply, WALLET, agreement_order, order_by,
};

async fn status(merchant: &Merchant, agreement_id: &str) -> Reply {
    let body = json!({ "agreementID": agreement_id });
    merchant.call(AGREEMENT, &body).await
}

async fn cancel(merchant: &Merchant, agreement_id: &str) -> Reply {
    let body = json!({ "agreementID": agreement_id });
    merchant.call(CANCEL, &body).await
}

async fn pay_by(merchant: &Merchant, agreement_id: &str, amount: &str) -> Reply {
    let body = order_by(agreement_id, amount);
    merchant.call(CREATE, &body).await
}

#[tokio::test]
async fn a_payment_by_agreement_asks_for_the_pin_only() {
    let merchant = Merchant::new().await;
    let (agreement_id, _) = merchant.agreed(WALLET).await;
    let payment_id = pay_by(&merchant, &agreement_id, "70").await;
    let payment_id = payment_id.text("paymentID").to_owned();
    assert!(payment_id.starts_with("TR0001"));
    let other = merchant.pay(&payment_id, json!({ "wallet": "01929918378" }));
    assert_eq!(other.await.text("field"), "wallet");
    merchant.advance(86_400).await;
    let merchant = Merchant {
        token: merchant.grant().await.text("id_token").to_owned(),
        ..merchant
    };
    let payment_id = pay_by(&merchant, &agreement_id, "70").await;
    let payment_id = payment_id.text("paymentID").to_owned();
    let paid = merchant.pay(&payment_id, json!({ "otp": "000000" })).await;
    assert_eq!(paid.text("status"), "success", "no code is asked for");
    let executed = merchant.execute(&payment_id).await;
    assert_eq!(executed.text("agreementID"), agreement_id);
    assert_eq!(merchant.balance(WALLET).await, "99930.00");
    let query = merchant.query(&payment_id).await;
    assert_eq!(
        (
            query.text("mode"),
            query.text("agreementID"),
            query.text("agreementStatus")
        ),
        ("0001", &*agreement_id, "Completed")
    );
}

#[tokio::test]
async fn the_query_of_an_agreement_names_its_payer_once_it_is_made() {
    let merchant = Merchant::new().await;
    let created = merchant.call(CREATE, &agreement_order()).await;
    let payment_id = created.text("paymentID");
    let query = merchant.query(payment_id).await;
    assert_eq!(query.body.get("payerAccount"), None);
    merchant.pay(payment_id, json!({})).await;
    merchant.execute(payment_id).await;
    let query = merchant.query(payment_id).await;
    let payer = (query.text("payerType"), query.text("payerAccount"));
    assert_eq!(payer, ("Customer", WALLET));
}

#[tokio::test]
async fn a_wrong_pin_fails_a_payment_by_agreement_and_locks_its_wallet() {
    let merchant = Merchant::new().await;
    let (agreement_id, _) = merchant.agreed(WALLET).await;
    let wrong = pay_by(&merchant, &agreement_id, "70").await;
    let failed = merchant.pay(wrong.text("paymentID"), json!({ "pin": "00000" }));
    assert_eq!(failed.await.text("status"), "failure");
    let right = pay_by(&merchant, &agreement_id, "71").await;
    let locked = merchant.pay(right.text("paymentID"), Value::Null).await;
    assert_eq!(locked.text("status"), "failure", "the wallet is locked");
}

#[tokio::test]
async fn an_agreement_is_executed_once_and_after_its_approval() {
    let merchant = Merchant::new().await;
    let created = merchant.call(CREATE, &agreement_order()).await;
    let payment_id = created.text("paymentID").to_owned();
    assert_eq!(merchant.execute(&payment_id).await.code(), "2054");
    let query = merchant.query(&payment_id).await;
    assert_eq!(
        (query.text("mode"), query.text("agreementStatus")),
        ("0000", "Initiated")
    );
    assert!(query.body.get("amount").is_none() && query.body.get("transactionStatus").is_none());
    merchant.pay(&payment_id, json!({ "wallet": WALLET })).await;
    assert_eq!(merchant.execute(&payment_id).await.code(), "0000");
    assert_eq!(merchant.execute(&payment_id).await.code(), "2116");
    let books = merchant.books().await;
    assert_eq!(
        books["merchant"]["transactions"],
        json!([]),
        "no money moved"
    );
}

#[tokio::test]
async fn a_wallet_has_one_agreement_with_a_merchant_until_it_is_cancelled() {
    let merchant = Merchant::new().await;
    let (agreement_id, _) = merchant.agreed(WALLET).await;
    let again = merchant.call(CREATE, &agreement_order()).await;
    let again = again.text("paymentID").to_owned();
    merchant.pay(&again, json!({ "wallet": WALLET })).await;
    assert_eq!(merchant.execute(&again).await.code(), "2050");
    assert_eq!(merchant.execute(&again).await.code(), "2055", "spent");
    merchant.beside("key-2").await.agreed(WALLET).await;
    assert_eq!(cancel(&merchant, &agreement_id).await.code(), "0000");
    merchant.agreed(WALLET).await;
}

#[tokio::test]
async fn without_a_wallet_the_payer_of_an_agreement_is_one_who_has_none() {
    let merchant = Merchant::new().await;
    merchant.agreed(WALLET).await;
    let created = merchant.call(CREATE, &agreement_order()).await;
    let payment_id = created.text("paymentID");
    merchant.pay(payment_id, Value::Null).await;
    let executed = merchant.execute(payment_id).await;
    assert_eq!(executed.text("customerMsisdn"), "01929918378");
}

#[tokio::test]
async fn an_agreement_that_is_not_finished_is_known_by_its_payment_id() {
    let merchant = Merchant::new().await;
    let created = merchant.call(CREATE, &agreement_order()).await;
    let payment_id = created.text("paymentID");
    assert_eq!(
        status(&merchant, payment_id).await.text("agreementStatus"),
        "Initiated"
    );
    assert_eq!(cancel(&merchant, payment_id).await.code(), "2052");
    assert_eq!(pay_by(&merchant, payment_id, "5").await.code(), "2052");
    let path = format!("agreements/{payment_id}/cancel");
    let customer = merchant.control("POST", &path, Value::Null).await;
    assert_eq!(customer.status, 409);
}

#[tokio::test]
async fn what_the_merchant_cancelled_cannot_be_paid_by_or_cancelled_again() {
    let merchant = Merchant::new().await;
    let (agreement_id, _) = merchant.agreed(WALLET).await;
    let open = pay_by(&merchant, &agreement_id, "5").await;
    let open = open.text("paymentID").to_owned();
    merchant.pay(&open, Value::Null).await;
    assert_eq!(
        cancel(&merchant, &agreement_id)
            .await
            .text("agreementStatus"),
        "Cancelled"
    );
    assert_eq!(cancel(&merchant, &agreement_id).await.code(), "2053");
    assert_eq!(pay_by(&merchant, &agreement_id, "5").await.code(), "2053");
    assert_eq!(merchant.execute(&open).await.code(), "2055");
    let cancelled = status(&merchant, &agreement_id).await;
    assert_eq!(cancelled.text("agreementStatus"), "Cancelled");
    assert_eq!(
        cancelled.text("agreementVoidTime"),
        "2025-12-11T11:48:29:876 GMT+0600"
    );
}

#[tokio::test]
async fn the_customer_can_end_an_agreement_in_the_app() {
    let merchant = Merchant::new().await;
    let (agreement_id, _) = merchant.agreed(WALLET).await;
    let path = format!("agreements/{agreement_id}/cancel");
    let ended = merchant.control("POST", &path, Value::Null).await;
    assert_eq!(
        (ended.text("agreementStatus"), ended.text("wallet")),
        ("Cancelled", WALLET)
    );
    assert_eq!(pay_by(&merchant, &agreement_id, "5").await.code(), "2053");
    let again = merchant.control("POST", &path, Value::Null).await;
    assert_eq!(again.status, 409);
    let unknown = merchant.control("POST", "agreements/nope/cancel", Value::Null);
    assert_eq!(unknown.await.status, 404);
}

#[tokio::test]
async fn an_agreement_is_its_own_merchants_alone() {
    let merchant = Merchant::new().await;
    let stranger = merchant.beside("key-2").await;
    let (agreement_id, payment_id) = merchant.agreed(WALLET).await;
    assert_eq!(status(&stranger, &agreement_id).await.code(), "2061");
    assert_eq!(cancel(&stranger, &agreement_id).await.code(), "2061");
    assert_eq!(pay_by(&stranger, &agreement_id, "5").await.code(), "2066");
    assert_eq!(stranger.query(&payment_id).await.code(), "2061");
    assert_eq!(pay_by(&stranger, "nope", "5").await.code(), "2051");
    for (path, body, code) in [
        (AGREEMENT, json!({}), "2065"),
        (CANCEL, json!({ "agreementID": "" }), "2065"),
        (AGREEMENT, json!({ "agreementID": 5 }), "2051"),
    ] {
        assert_eq!(
            merchant.call(path, &body).await.code(),
            code,
            "{path} {body}"
        );
    }
}
