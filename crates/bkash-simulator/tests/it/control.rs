use serde_json::{Value, json};

use crate::harness::{Merchant, WALLET};

#[tokio::test]
async fn pay_walks_to_each_outcome_of_the_pages() {
    let merchant = Merchant::new().await;
    for (payer, status) in [
        (Value::Null, "success"),
        (json!({ "outcome": "pay" }), "success"),
        (json!({ "outcome": "cancel" }), "cancel"),
        (json!({ "otp": "000000" }), "failure"),
        (
            json!({ "wallet": "01929918378", "pin": "00000" }),
            "failure",
        ),
    ] {
        let payment_id = merchant.created("5").await;
        let left = merchant.pay(&payment_id, payer.clone()).await;
        assert_eq!(left.text("status"), status, "{payer}");
        let url = left.text("callbackURL");
        assert!(
            url.contains(&format!("paymentID={payment_id}&status={status}&")),
            "{url}"
        );
        assert!(url.ends_with("&apiVersion=1.2.0-beta"), "{url}");
    }
}

#[tokio::test]
async fn a_payment_that_cannot_be_paid_answers_409() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.created("5").await;
    let stranger = merchant
        .pay(&payment_id, json!({ "wallet": "01999999999" }))
        .await;
    assert_eq!(stranger.status, 409);
    assert!(
        stranger.text("detail").contains("no bKash account"),
        "{}",
        stranger.body
    );
    assert_eq!(
        merchant.pay(&payment_id, json!({})).await.status,
        200,
        "another wallet may pay"
    );
    let again = merchant.pay(&payment_id, json!({})).await;
    assert_eq!(again.status, 409);
    assert_eq!(again.headers["content-type"], "application/problem+json");
    assert_eq!(merchant.pay("TR0011unknown", json!({})).await.status, 404);
}

#[tokio::test]
async fn three_wrong_pins_lock_the_wallet_for_the_next_payment() {
    let merchant = Merchant::new().await;
    let payment_id = merchant.created("5").await;
    let failed = merchant
        .pay(&payment_id, json!({ "wallet": WALLET, "pin": "9999" }))
        .await;
    assert_eq!(failed.text("status"), "failure");
    let next = merchant.created("6").await;
    let locked = merchant.pay(&next, json!({ "wallet": WALLET })).await;
    assert_eq!(locked.status, 409);
    assert!(locked.text("detail").contains("locked"), "{}", locked.body);
    assert_eq!(
        merchant.pay(&next, json!({})).await.status,
        200,
        "the default payer is another"
    );
    let books = merchant.books().await;
    assert_eq!(books["wallets"][0]["locked"], true);
}

#[tokio::test]
async fn bad_control_input_names_the_field_and_what_it_may_hold() {
    let merchant = Merchant::new().await;
    let fault = |changes: Value| {
        let mut fault = json!({ "endpoint": "execute", "fault": "dropped" });
        for (key, value) in changes.as_object().unwrap() {
            fault[key] = value.clone();
        }
        fault
    };
    let cases = [
        ("endpoint", fault(json!({ "endpoint": "exec" }))),
        ("endpoint", fault(json!({ "endpoint": null }))),
        ("fault", fault(json!({ "fault": "explode" }))),
        ("fault", fault(json!({ "fault": null }))),
        ("seconds", fault(json!({ "fault": "delay" }))),
        ("seconds", fault(json!({ "fault": "delay", "seconds": -1 }))),
        ("seconds", fault(json!({ "seconds": 1 }))),
        ("status", fault(json!({ "fault": "status", "status": 200 }))),
        ("code", fault(json!({ "fault": "code", "code": "0000" }))),
        ("code", fault(json!({ "fault": "code", "code": 2023 }))),
        ("after_effect", fault(json!({ "after_effect": true }))),
        (
            "after_effect",
            fault(json!({ "fault": "code", "code": "9999", "after_effect": 1 })),
        ),
        ("count", fault(json!({ "count": 0 }))),
        (
            "paymentID",
            fault(json!({ "endpoint": "create", "paymentID": "TR0011x" })),
        ),
        ("colour", fault(json!({ "colour": "red" }))),
    ];
    for (field, body) in cases {
        let refused = merchant.control("POST", "faults", body.clone()).await;
        assert_eq!(refused.status, 400, "{body}");
        assert_eq!(refused.text("field"), field, "{body}");
        assert!(!refused.body["allowed"].is_null(), "{}", refused.body);
    }
    let payment_id = merchant.created("5").await;
    for (field, value) in [
        ("outcome", "steal"),
        ("wallet", "123"),
        ("otp", "12"),
        ("pin", "abc"),
        ("tip", "5"),
    ] {
        let mut payer = json!({});
        payer[field] = value.into();
        let refused = merchant.pay(&payment_id, payer).await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, field)
        );
    }
    let broken = merchant.control("POST", "faults", json!([1])).await;
    assert_eq!(broken.status, 400);
    let unknown = merchant.control("GET", "nothing", Value::Null).await;
    assert_eq!(unknown.status, 404);
    assert_eq!(
        merchant.control("POST", "books", Value::Null).await.status,
        405
    );
}

#[tokio::test]
async fn the_books_show_every_movement_from_both_sides() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("100").await;
    merchant.refund(&payment_id, &trx_id, "30").await;
    let books = merchant.books().await;
    let movements = |owner: &Value| -> Vec<(String, String, String)> {
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap().to_owned();
        let entries = owner["transactions"].as_array().unwrap();
        entries
            .iter()
            .map(|entry| {
                (
                    text(entry, "type"),
                    text(entry, "direction"),
                    text(entry, "amount"),
                )
            })
            .collect()
    };
    let row = |kind: &str, direction: &str, amount: &str| {
        (kind.to_owned(), direction.to_owned(), amount.to_owned())
    };
    assert_eq!(
        movements(&books["merchant"]),
        [
            row("payment", "in", "100.00"),
            row("refund", "out", "30.00")
        ]
    );
    assert_eq!(
        movements(&books["wallets"][0]),
        [
            row("payment", "out", "100.00"),
            row("refund", "in", "30.00")
        ]
    );
    assert_eq!(
        books["merchant"]["transactions"][0]["trxID"],
        trx_id.as_str()
    );
    assert_eq!(
        books["merchant"]["transactions"][1]["originalTrxID"],
        trx_id.as_str()
    );
    assert_eq!(books["wallets"].as_array().map(Vec::len), Some(8));
}

#[tokio::test]
async fn a_page_of_another_site_cannot_reset_the_simulator() {
    let merchant = Merchant::new().await;
    for (name, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 200),
        ("sec-fetch-site", "none", 200),
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "http://127.0.0.1:8600", 200),
    ] {
        let request = http::Request::post("/_simulator/clock/advance")
            .header("host", "127.0.0.1:8600")
            .header(name, value)
            .body(axum::body::Body::from(r#"{"seconds":1}"#))
            .unwrap();
        assert_eq!(
            merchant.send(request).await.status,
            status,
            "{name}: {value}"
        );
    }
    assert_eq!(
        merchant.control("GET", "journal", Value::Null).await.status,
        200
    );
}
