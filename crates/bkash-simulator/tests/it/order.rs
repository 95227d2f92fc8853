//! The order of checks, for every combination of mistakes: the first one in the order is answered.

use serde_json::{Value, json};

use crate::harness::{CREATE, EXECUTE, Merchant, POOR, REFUND_V1, REFUND_V2, Reply, WALLET, order};

/// What is wrong with a create call, in the order in which the gateway looks.
const CREATE_MISTAKES: [(&str, &str); 12] = [
    ("token", "401"),
    ("app key", "2001"),
    ("body", "400"),
    ("mandatory field", "2065"),
    ("mode", "2063"),
    ("amount", "2006"),
    ("currency", "2007"),
    ("intent", "2008"),
    ("invoice", "2031"),
    ("payer reference", "2048"),
    ("callback", "2049"),
    ("association info", "2047"),
];

fn answer_of(reply: &Reply) -> String {
    match reply.body.get("message") {
        Some(_) => reply.status.as_u16().to_string(),
        None => reply.code().to_owned(),
    }
}

async fn create_with(merchant: &Merchant, mistakes: &[&str]) -> Reply {
    let has = |mistake| mistakes.contains(&mistake);
    let mut body = order("500");
    for (mistake, field, value) in [
        ("mode", "mode", "0042"),
        ("amount", "amount", "-5"),
        ("currency", "currency", "USD"),
        ("intent", "intent", "gift"),
        ("invoice", "merchantInvoiceNumber", "<INV>"),
        ("payer reference", "payerReference", "a&b"),
        ("callback", "callbackURL", "ftp://merchant.example/"),
        ("association info", "merchantAssociationInfo", "MI99x"),
    ] {
        if has(mistake) {
            body[field] = value.into();
        }
    }
    if has("mandatory field") {
        body["amount"] = Value::Null;
    }
    let body = if has("body") {
        "[not an object".to_owned()
    } else {
        body.to_string()
    };
    let mut request = merchant.request(CREATE, body);
    if has("token") {
        request
            .headers_mut()
            .insert("authorization", "stale".parse().unwrap());
    }
    if has("app key") {
        request
            .headers_mut()
            .insert("x-app-key", "other-key".parse().unwrap());
    }
    merchant.send(request).await
}

#[tokio::test]
async fn of_any_set_of_mistakes_in_a_create_the_first_is_answered() {
    let merchant = Merchant::new().await;
    for set in 0..1_u32 << CREATE_MISTAKES.len() {
        let chosen: Vec<_> = CREATE_MISTAKES
            .iter()
            .enumerate()
            .filter(|(place, _)| set & (1 << place) != 0)
            .map(|(_, mistake)| *mistake)
            .collect();
        let names: Vec<&str> = chosen.iter().map(|(name, _)| *name).collect();
        let reply = create_with(&merchant, &names).await;
        let expected = chosen.first().map_or("0000", |(_, answer)| answer);
        assert_eq!(answer_of(&reply), expected, "{names:?}: {}", reply.body);
    }
}

#[tokio::test]
async fn a_wrong_route_is_refused_before_the_token_is_looked_at() {
    let merchant = Merchant::new().await;
    for (method, path) in [
        ("GET", CREATE),
        ("PUT", EXECUTE),
        ("POST", "/v1.2.0-beta/tokenized/checkout/nope"),
        ("POST", "/v2/tokenized-checkout/nope"),
        ("GET", "/nowhere"),
    ] {
        let mut request = merchant.request(path, "{}");
        *request.method_mut() = method.parse().unwrap();
        request.headers_mut().remove("authorization");
        let reply = merchant.send(request).await;
        assert_eq!(reply.status, 403, "{method} {path}");
        assert_eq!(
            reply.body,
            json!({ "message": "Missing Authentication Token" })
        );
    }
}

#[tokio::test]
async fn each_bad_value_of_a_field_has_the_code_of_its_field() {
    let merchant = Merchant::new().await;
    let long = "x".repeat(256);
    let fits = "x".repeat(255);
    let cases = [
        ("mode", json!("0000"), "0000"),
        ("mode", json!("0001"), "2065"),
        ("mode", json!(11), "2063"),
        ("amount", json!("0"), "2006"),
        ("amount", json!("1.234"), "2006"),
        ("amount", json!("1e3"), "2006"),
        ("amount", json!({}), "2006"),
        ("amount", json!(15), "0000"),
        ("amount", json!(15.5), "0000"),
        ("amount", json!(""), "2065"),
        ("currency", json!("bdt"), "2007"),
        ("intent", json!("Sale"), "0000"),
        ("intent", json!("authorization"), "0000"),
        ("merchantInvoiceNumber", json!(long), "2031"),
        ("merchantInvoiceNumber", json!(fits), "0000"),
        ("payerReference", json!(" "), "0000"),
        ("payerReference", json!(true), "2048"),
        ("callbackURL", json!("merchant.example/callback"), "2049"),
        ("callbackURL", json!("http://127.0.0.1:9/callback"), "0000"),
        ("merchantAssociationInfo", json!("MI05MID54"), "0000"),
        ("agreementID", json!(" "), "0000"),
    ];
    for (field, value, code) in cases {
        let mut body = order("500");
        body[field] = value.clone();
        let reply = merchant.call(CREATE, &body).await;
        assert_eq!(reply.code(), code, "{field} = {value}");
    }
}

#[tokio::test]
async fn execute_looks_at_token_key_body_field_id_owner_and_state_in_this_order() {
    let merchant = Merchant::new().await;
    let stranger = merchant.beside("key-2").await;
    let foreign = stranger.approved("5", WALLET).await;
    let initiated = merchant.created("6").await;
    for (body, expected) in [
        ("".to_owned(), "400"),
        ("[]".to_owned(), "400"),
        ("{}".to_owned(), "2065"),
        (json!({ "paymentID": "" }).to_string(), "2065"),
        (
            json!({ "paymentID": "TR0011zzzzzzz0000000000000" }).to_string(),
            "2002",
        ),
        (json!({ "paymentID": foreign }).to_string(), "2061"),
        (json!({ "paymentID": initiated }).to_string(), "2056"),
    ] {
        let reply = merchant.send(merchant.request(EXECUTE, body.clone())).await;
        assert_eq!(answer_of(&reply), expected, "{body}");
        let mut request = merchant.request(EXECUTE, body.clone());
        request
            .headers_mut()
            .insert("x-app-key", "key-2".parse().unwrap());
        assert_eq!(merchant.send(request).await.code(), "2001", "{body}");
        let mut request = merchant.request(EXECUTE, body);
        request.headers_mut().remove("x-app-key");
        assert_eq!(merchant.send(request).await.code(), "2001");
    }
    assert_eq!(stranger.execute(&foreign).await.code(), "0000");
}

#[tokio::test]
async fn a_refund_is_checked_field_by_field_then_by_ids_then_by_state() {
    let merchant = Merchant::new().await;
    let (payment_id, trx_id) = merchant.paid("100").await;
    let unpaid = merchant.approved("101", POOR).await;
    let long = "x".repeat(256);
    let unknown = "TR0011zzzzzzz0000000000000";
    // The v2 answer, then the v1 answer, of one mistake each.
    let cases = [
        ("sku", json!(null), "400", "2073"),
        ("sku", json!(""), "400", "2073"),
        ("sku", json!(long), "2075", "2075"),
        ("reason", json!(null), "400", "2078"),
        ("reason", json!(long), "2076", "2076"),
        ("amount", json!("1.234"), "2072", "2072"),
        ("amount", json!("0"), "2072", "2072"),
        ("amount", json!("100.01"), "2072", "2026"),
        ("trx", json!("short"), "3045", "2077"),
        ("trx", json!("CLB50PG0H4"), "3045", "2033"),
        ("trx", json!(""), "400", "2065"),
        ("payment", json!(unknown), "2002", "2002"),
        ("payment", json!(unpaid), "2127", "2127"),
        ("payment", json!(null), "400", "2065"),
    ];
    for (field, value, v2, v1) in cases {
        for (path, spelling, expected) in [
            (REFUND_V2, ["paymentId", "trxId", "refundAmount"], v2),
            (REFUND_V1, ["paymentID", "trxID", "amount"], v1),
        ] {
            let [payment_key, trx_key, amount_key] = spelling;
            let mut body = json!({ "sku": "SKU-1", "reason": "x" });
            body[payment_key] = json!(payment_id);
            body[trx_key] = json!(trx_id);
            body[amount_key] = json!("10");
            let key = match field {
                "payment" => payment_key,
                "trx" => trx_key,
                "amount" => amount_key,
                other => other,
            };
            body[key] = value.clone();
            let reply = merchant.call(path, &body).await;
            assert_eq!(
                answer_of(&reply),
                expected,
                "{path} {key} = {value}: {}",
                reply.body
            );
        }
    }
    assert_eq!(merchant.books().await["merchant"]["balance"], "100.00");
}
