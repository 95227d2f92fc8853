//! Family B over the same store as family A.

use serde_json::{Value, json};

use crate::harness::{Merchant, REFUND_V2, Reply, WALLET, agreement_order, order};

const B: &str = "/v2/tokenized-checkout";

async fn call(merchant: &Merchant, path: &str, body: &Value) -> Reply {
    merchant.call(&format!("{B}{path}"), body).await
}

/// A create of family B: without mode.
fn order_b(amount: &str) -> Value {
    let mut order = order(amount);
    order.as_object_mut().unwrap().remove("mode");
    order
}

#[tokio::test]
async fn a_payment_of_either_family_goes_on_in_the_other() {
    let merchant = Merchant::new().await;
    let created = call(&merchant, "/payment/create", &order_b("25")).await;
    assert_eq!(created.text("amount"), "25.00");
    assert!(created.text("bkashURL").ends_with("apiVersion=v2/"));
    let payment_id = created.text("paymentId").to_owned();
    merchant.pay(&payment_id, json!({ "wallet": WALLET })).await;
    assert_eq!(merchant.execute(&payment_id).await.text("amount"), "25");

    let payment_id = merchant.approved("26", WALLET).await;
    let executed = call(
        &merchant,
        "/payment/execute",
        &json!({ "paymentId": payment_id }),
    )
    .await;
    assert_eq!(executed.text("amount"), "26.00");
    assert!(executed.body.get("statusCode").is_none());
    let trx_id = executed.text("trxId");
    // The official plugin's newer copy sends family A's spelling here.
    for key in ["paymentId", "paymentID"] {
        let query = call(&merchant, "/query/payment", &json!({ key: payment_id })).await;
        assert_eq!(
            (query.text("trxId"), query.text("merchantInvoiceNumber")),
            (trx_id, "INV-1001")
        );
    }
    assert_eq!(
        merchant
            .refund(&payment_id, trx_id, "1")
            .await
            .text("refundAmount"),
        "1.00"
    );
}

#[tokio::test]
async fn the_path_says_the_mode_and_a_mode_beside_it_must_be_the_same() {
    let merchant = Merchant::new().await;
    for (path, mode, code) in [
        ("/payment/create", json!("0011"), "none"),
        ("/payment/create", json!(null), "none"),
        ("/payment/create", json!("0000"), "2063"),
        ("/payment/create", json!(11), "2063"),
        ("/agreement/create", json!("0000"), "none"),
        ("/agreement/create", json!("0011"), "2063"),
    ] {
        let mut order = order_b("5");
        order["mode"] = mode.clone();
        let reply = call(&merchant, path, &order).await;
        assert_eq!(reply.code(), code, "{path} {mode}: {}", reply.body);
    }
}

#[tokio::test]
async fn refusals_are_400_with_both_codes() {
    let merchant = Merchant::new().await;
    let mut order = order_b("x");
    let refused = call(&merchant, "/payment/create", &order).await;
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.body.to_string(),
        json!({
            "internalCode": "invalid_amount",
            "externalCode": "2006",
            "errorMessageEn": "Invalid amount",
            "errorMessageBn": null,
        })
        .to_string()
    );
    order["amount"] = Value::Null;
    assert_eq!(
        call(&merchant, "/payment/create", &order).await.code(),
        "2065"
    );
    for (path, body, code) in [
        ("/payment/execute", json!({ "paymentId": "nope" }), "2002"),
        ("/query/agreement", json!({ "agreementId": "nope" }), "2051"),
        (
            "/general/search-transaction",
            json!({ "trxId": "no" }),
            "2077",
        ),
        ("/payment/capture", json!({}), "2065"),
    ] {
        let refused = call(&merchant, path, &body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code()),
            (400, code),
            "{path}"
        );
    }
}

#[tokio::test]
async fn tokens_are_one_store_for_both_families() {
    let merchant = Merchant::new().await;
    let body = json!({ "app_key": "key-1", "app_secret": "secret-1" });
    let granted = merchant
        .token_call(&format!("{B}/auth/grant-token"), &body)
        .await;
    assert_eq!(
        granted.code(),
        "0000",
        "token replies of family B have a status code"
    );
    let mut refresh = body;
    refresh["refresh_token"] = granted.body["refresh_token"].clone();
    let refreshed = merchant
        .token_call(&format!("{B}/auth/refresh-token"), &refresh)
        .await;
    let token = refreshed.text("id_token").to_owned();
    let merchant = Merchant { token, ..merchant };
    merchant.paid("5").await;
}

#[tokio::test]
async fn an_agreement_of_family_b_is_executed_by_the_id_that_its_creation_gave() {
    let merchant = Merchant::new().await;
    let created = call(&merchant, "/agreement/create", &agreement_order()).await;
    let (payment_id, agreement_id) = (created.text("paymentId"), created.text("agreementId"));
    let by_agreement = json!({ "agreementId": agreement_id });
    let early = call(&merchant, "/agreement/execute", &by_agreement).await;
    assert_eq!(early.code(), "2054");
    let status = call(&merchant, "/query/agreement", &by_agreement).await;
    assert_eq!(status.text("agreementStatus"), "Initiated");
    let paid = merchant.pay(payment_id, json!({ "wallet": WALLET })).await;
    assert!(
        paid.text("callbackURL")
            .contains(&format!("&agreementId={agreement_id}&"))
    );
    let executed = call(&merchant, "/agreement/execute", &by_agreement).await;
    assert_eq!(
        (executed.text("agreementId"), executed.text("payerAccount")),
        (agreement_id, WALLET)
    );
    let again = call(
        &merchant,
        "/agreement/execute",
        &json!({ "paymentId": payment_id }),
    )
    .await;
    assert_eq!(again.code(), "2116");

    let mut order = order_b("31");
    order.as_object_mut().unwrap().remove("payerReference");
    order["agreementId"] = json!(agreement_id);
    let asked = call(&merchant, "/payment-with-agreement/create", &order).await;
    let paid = merchant.pay(asked.text("paymentId"), Value::Null).await;
    assert_eq!(paid.text("status"), "success");
    let by_payment = json!({ "paymentId": asked.text("paymentId"), "agreementId": agreement_id });
    let executed = call(&merchant, "/payment-with-agreement/execute", &by_payment).await;
    assert_eq!(executed.text("transactionStatus"), "Completed");
    let cancelled = call(&merchant, "/agreement/cancel", &by_agreement).await;
    assert_eq!(cancelled.text("agreementStatus"), "Cancelled");
    let unknown = call(
        &merchant,
        "/agreement/execute",
        &json!({ "agreementId": "nope" }),
    )
    .await;
    assert_eq!(unknown.code(), "2051");
    let (of_family_a, _) = merchant.agreed("01929918378").await;
    let made = json!({ "agreementId": of_family_a });
    assert_eq!(
        call(&merchant, "/agreement/execute", &made).await.code(),
        "2116"
    );
}

#[tokio::test]
async fn a_v2_refund_takes_two_decimals_at_most_and_answers_two() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("10").await;
    for (amount, answer) in [("1", "1.00"), ("1.5", "1.50"), ("0.01", "0.01")] {
        let refunded = merchant.refund(&payment_id, &trx_id, amount).await;
        assert_eq!(refunded.text("refundAmount"), answer);
    }
    let mut body = json!({
        "paymentID": payment_id, "trxID": trx_id, "refundAmount": "0.001",
        "sku": "SKU-1", "reason": "x",
    });
    assert_eq!(merchant.call(REFUND_V2, &body).await.code(), "2072");
    body["refundAmount"] = json!("2");
    assert_eq!(
        merchant.call(REFUND_V2, &body).await.status,
        200,
        "family A's spelling"
    );
}
