//! Answers that say something else than what was done.

use serde_json::{Value, json};

use crate::harness::{CREATE, Merchant, REFUND_V2, REFUND_V2_STATUS, WALLET, order};

const B: &str = "/v2/tokenized-checkout";

async fn alter(merchant: &Merchant, endpoint: &str, field: &str, value: &str) {
    let fault = json!({ "endpoint": endpoint, "fault": "altered", "field": field, "value": value });
    merchant.fault(fault).await;
}

/// The one field in which two answers differ, and what the second says.
fn difference<'a>(one: &Value, other: &'a Value) -> Vec<(&'a str, &'a Value)> {
    let (one, other) = (one.as_object().unwrap(), other.as_object().unwrap());
    assert!(
        one.keys().eq(other.keys()),
        "the same fields in their order"
    );
    let differs = |(name, value): &(&String, &Value)| one.get(*name) != Some(*value);
    let differing = other.iter().filter(differs);
    differing
        .map(|(name, value)| (name.as_str(), value))
        .collect()
}

#[tokio::test]
async fn one_text_of_an_execute_is_another_and_the_work_is_done() {
    for (field, value) in [
        ("amount", "1.00"),
        ("merchantInvoiceNumber", "INV-9"),
        ("transactionStatus", "Initiated"),
        ("trxID", "DCB0000000"),
        ("paymentID", "TR0011zzzzzzz1700000000000"),
        ("statusMessage", "সফল"),
    ] {
        let lives = [None, Some((field, value))].map(|altered| async move {
            let merchant = Merchant::new().await;
            let payment_id = merchant.approved("50", WALLET).await;
            if let Some((field, value)) = altered {
                alter(&merchant, "execute", field, value).await;
            }
            let executed = merchant.execute(&payment_id).await;
            let queried = merchant.query(&payment_id).await;
            assert_eq!(queried.text("transactionStatus"), "Completed");
            assert_eq!(queried.text("amount"), "50");
            executed.body
        });
        let [plain, altered] = lives;
        let (plain, altered) = (plain.await, altered.await);
        assert_eq!(difference(&plain, &altered), [(field, &json!(value))]);
    }
}

#[tokio::test]
async fn only_so_many_answers_are_altered_and_the_journal_has_what_the_caller_got() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.created("50").await;
    alter(&merchant, "query", "amount", "5").await;
    assert_eq!(merchant.query(&payment_id).await.text("amount"), "5");
    assert_eq!(merchant.query(&payment_id).await.text("amount"), "50");
    let journal = merchant.journal().await;
    let queries = journal.iter().filter(|entry| entry["endpoint"] == "query");
    let told: Vec<_> = queries
        .map(|entry| (&entry["fault"], &entry["response"]["body"]["amount"]))
        .collect();
    let (struck, plain) = (json!("altered"), Value::Null);
    assert_eq!(told, [(&struck, &json!("5")), (&plain, &json!("50"))]);
}

#[tokio::test]
async fn the_newer_family_and_the_iframe_are_altered_by_the_same_names() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.approved("50", WALLET).await;
    alter(&merchant, "execute", "trxID", "DCB0000000").await;
    let path = format!("{B}/payment/execute");
    let executed = merchant
        .call(&path, &json!({ "paymentId": payment_id }))
        .await;
    assert_eq!(executed.text("trxId"), "DCB0000000");
    assert!(executed.body.get("trxID").is_none(), "{}", executed.body);

    let mut iframe = order("7");
    iframe.as_object_mut().unwrap().remove("mode");
    alter(&merchant, "create", "amount", "70").await;
    let created = merchant
        .call("/v1.2.0-beta/checkout/payment/create", &iframe)
        .await;
    assert_eq!(created.text("amount"), "70");
}

#[tokio::test]
async fn a_refund_says_another_amount_and_its_list_stays_as_it_is() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("50").await;
    alter(&merchant, "refund", "refundAmount", "49.00").await;
    let body = json!({
        "paymentId": payment_id, "trxId": trx_id, "refundAmount": "5.00", "sku": "S", "reason": "R",
    });
    let refunded = merchant.call(REFUND_V2, &body).await;
    assert_eq!(refunded.text("refundAmount"), "49.00");
    let asked = json!({ "paymentId": payment_id, "trxId": trx_id });
    let plain = merchant.call(REFUND_V2_STATUS, &asked).await;
    alter(&merchant, "refund_status", "refundTransactions", "none").await;
    let status = merchant.call(REFUND_V2_STATUS, &asked).await;
    assert_eq!(plain.body["refundTransactions"][0]["refundAmount"], "5.00");
    assert_eq!(status.body, plain.body, "a list is no text");
}

#[tokio::test]
async fn an_error_and_an_answer_without_the_field_stay_as_they_are() {
    let merchant = Merchant::new().await;
    let unknown = json!({ "paymentID": "TR0011nothing" });
    for (path, field) in [
        (CREATE.to_owned(), "statusMessage"),
        (format!("{B}/payment/execute"), "externalCode"),
        (
            "/v1.2.0-beta/checkout/payment/execute/TR0011nothing".to_owned(),
            "errorMessage",
        ),
    ] {
        let plain = merchant.call(&path, &unknown).await;
        assert_ne!(plain.code(), "none", "{path} {}", plain.body);
        alter(&merchant, "any", field, "all is well").await;
        let altered = merchant.call(&path, &unknown).await;
        assert_eq!((altered.status, altered.body), (plain.status, plain.body));
    }
    let payment_id = merchant.created("50").await;
    let plain = merchant.query(&payment_id).await;
    alter(&merchant, "query", "trxID", "DCB0000000").await;
    assert_eq!(merchant.query(&payment_id).await.body, plain.body);
}
