//! The iframe checkout of old clients, over the same store.

use serde_json::{Value, json};

use crate::harness::{Merchant, SEARCH, WALLET};

const BASE: &str = "/v1.2.0-beta/checkout";

fn order(amount: &str) -> Value {
    json!({
        "amount": amount, "currency": "BDT", "intent": "sale", "merchantInvoiceNumber": "INV-7",
    })
}

/// A merchant whose token came by the product's own path.
async fn old_client(base: &str) -> Merchant {
    let merchant = Merchant::new().await;
    let body = json!({ "app_key": "key-1", "app_secret": "secret-1" });
    let granted = merchant
        .token_call(&format!("{base}/token/grant"), &body)
        .await;
    let token = granted.text("id_token").to_owned();
    Merchant { token, ..merchant }
}

async fn approved(merchant: &Merchant, base: &str, order: &Value) -> String {
    let created = merchant
        .call(&format!("{base}/payment/create"), order)
        .await;
    let payment_id = created.text("paymentID").to_owned();
    let paid = merchant.pay(&payment_id, json!({ "wallet": WALLET })).await;
    assert_eq!(paid.text("status"), "success");
    assert!(paid.body["callbackURL"].is_null(), "there is no callback");
    payment_id
}

#[tokio::test]
async fn an_old_client_runs_its_whole_flow_under_either_version() {
    for base in [BASE, "/v1.0.0-beta/checkout"] {
        let merchant = old_client(base).await;
        let payment_id = approved(&merchant, base, &order("90")).await;
        let execute = format!("{base}/payment/execute/{payment_id}");
        let executed = merchant.call(&execute, &Value::Null).await;
        let trx_id = executed.text("trxID").to_owned();
        assert_eq!(
            executed.body.to_string(),
            json!({
                "paymentID": payment_id,
                "createTime": "2025-12-11T11:48:29:876 GMT+0600",
                "updateTime": "2025-12-11T11:48:29:876 GMT+0600",
                "trxID": trx_id,
                "transactionStatus": "Completed",
                "amount": "90",
                "currency": "BDT",
                "intent": "sale",
                "merchantInvoiceNumber": "INV-7",
            })
            .to_string()
        );
        let again = merchant.call(&execute, &Value::Null).await;
        assert_eq!(again.body["errorCode"], "2117");

        let refund = json!({
            "paymentID": payment_id, "trxID": trx_id, "amount": "40", "sku": "S", "reason": "r",
        });
        let refunded = merchant
            .call(&format!("{base}/payment/refund"), &refund)
            .await;
        assert_eq!(refunded.text("transactionStatus"), "Completed");
        assert!(refunded.body.get("statusCode").is_none());
        let query = merchant
            .call_get(&format!("{base}/payment/query/{payment_id}"))
            .await;
        assert_eq!(
            (query.text("transactionStatus"), query.text("refundAmount")),
            ("Completed", "40.00")
        );
        let found = merchant
            .call_get(&format!("{base}/payment/search/{trx_id}"))
            .await;
        assert_eq!(found.text("transactionType"), "bKash Checkout via API");
        assert!(found.body.get("statusCode").is_none());
        let elsewhere = merchant.call(SEARCH, &json!({ "trxID": trx_id })).await;
        assert_eq!(elsewhere.code(), "0000", "one store");
    }
}

#[tokio::test]
async fn held_money_is_captured_or_voided_by_path() {
    let merchant = old_client(BASE).await;
    for (end, status) in [("capture", "Completed"), ("void", "Cancelled")] {
        let mut order = order(if end == "void" { "20" } else { "21" });
        order["intent"] = json!("authorization");
        let payment_id = approved(&merchant, BASE, &order).await;
        let executed = format!("{BASE}/payment/execute/{payment_id}");
        let executed = merchant.call(&executed, &Value::Null).await;
        assert_eq!(executed.text("transactionStatus"), "Authorized");
        let ended = format!("{BASE}/payment/{end}/{payment_id}");
        let ended = merchant.call(&ended, &Value::Null).await;
        assert_eq!(ended.text("transactionStatus"), status);
    }
}

#[tokio::test]
async fn refusals_are_200_with_an_error_code() {
    let merchant = old_client(BASE).await;
    let missing = json!({ "amount": "5", "currency": "BDT", "intent": "sale" });
    let path = format!("{BASE}/payment/create");
    let refused = merchant.call(&path, &missing).await;
    assert_eq!(refused.status, 200);
    assert_eq!(
        refused.body,
        json!({ "errorCode": "2065", "errorMessage": "Mendatory field missing" })
    );
    for (path, code) in [
        ("query/TR0011nope", "2002"),
        ("search/CLB50PG0H4", "2033"),
        ("search/no", "2077"),
    ] {
        let refused = merchant.call_get(&format!("{BASE}/payment/{path}")).await;
        assert_eq!(refused.code(), code, "{path}");
    }
    let (_, agreement) = merchant.agreed(WALLET).await;
    let refused = merchant
        .call_get(&format!("{BASE}/payment/query/{agreement}"))
        .await;
    assert_eq!(refused.code(), "2002", "agreements are not of this product");
}

#[tokio::test]
async fn reads_are_gets_and_nothing_else_is() {
    let merchant = old_client(BASE).await;
    let read = format!("{BASE}/payment/query/TR0011x");
    assert_eq!(merchant.call(&read, &Value::Null).await.status, 403);
    let write = format!("{BASE}/payment/execute/TR0011x");
    assert_eq!(merchant.call_get(&write).await.status, 403);
    let bare = format!("{BASE}/payment/query/");
    assert_eq!(merchant.call_get(&bare).await.status, 403);
}

#[tokio::test]
async fn a_fault_finds_its_payment_in_the_path() {
    let merchant = old_client(BASE).await;
    let payment_id = approved(&merchant, BASE, &order("12")).await;
    let other = approved(&merchant, BASE, &order("13")).await;
    merchant
        .fault(json!({
            "endpoint": "execute", "fault": "code", "code": "2003", "paymentID": payment_id,
        }))
        .await;
    let path = |id: &str| format!("{BASE}/payment/execute/{id}");
    let spared = merchant.call(&path(&other), &Value::Null).await;
    assert_eq!(spared.text("transactionStatus"), "Completed");
    let struck = merchant.call(&path(&payment_id), &Value::Null).await;
    assert_eq!(struck.code(), "2003");
}
