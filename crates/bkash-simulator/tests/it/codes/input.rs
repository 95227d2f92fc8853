use serde_json::{Value, json};

use super::row::{Row, row, switch};
use crate::harness::{CREATE, EXECUTE, Merchant, QUERY, Reply, SEARCH, WALLET, order};

/// A create with one field changed.
async fn create_with(merchant: &Merchant, field: &str, value: Value) -> Reply {
    let mut order = order("20");
    order[field] = value;
    merchant.call(CREATE, &order).await
}

async fn with_key(merchant: &Merchant, key: &str) -> Reply {
    let mut request = merchant.request(QUERY, "{}");
    let headers = request.headers_mut();
    headers.insert("x-app-key", key.parse().unwrap());
    merchant.send(request).await
}

async fn not_enabled(merchant: &Merchant, product: &str, field: &str, value: &str) -> Reply {
    switch(merchant, product, "disabled").await;
    create_with(merchant, field, json!(value)).await
}

pub(super) const ROWS: &[Row] = &[
    row!("0000", "any call that is accepted", |m| m
        .create("20")
        .await),
    row!(
        "2001",
        "any call with another merchant's, or no, `X-App-Key`",
        |m| { with_key(&m, "another").await }
    ),
    row!(
        "2002",
        "execute, query, capture, void or refund of a paymentID that nobody has",
        |m| { m.execute("TR0011nobody0000000000000").await }
    ),
    row!(
        "2003",
        "search for an unknown trxID with the switch `unknown_search=2003`",
        |m| {
            switch(&m, "unknown_search", "2003").await;
            m.call(SEARCH, &json!({ "trxID": "CLB50PG0H4" })).await
        }
    ),
    row!(
        "2006",
        "create with `amount` `0`, `-5`, `1.234` or `ten`",
        |m| { create_with(&m, "amount", json!("1.234")).await }
    ),
    row!("2007", "create with `currency` other than `BDT`", |m| {
        create_with(&m, "currency", json!("USD")).await
    }),
    row!(
        "2008",
        "create with `intent` other than `sale` and `authorization`",
        |m| { create_with(&m, "intent", json!("gift")).await }
    ),
    row!(
        "2031",
        "create with `<`, `>` or `&` in `merchantInvoiceNumber`, or more than 255 characters",
        |m| { create_with(&m, "merchantInvoiceNumber", json!("A&B")).await }
    ),
    row!("2033", "search for a trxID that nobody has", |m| {
        m.call(SEARCH, &json!({ "trxID": "CLB50PG0H4" })).await
    }),
    row!(
        "2046",
        "create with intent `authorization` and the switch `capture_product=disabled`",
        |m| { not_enabled(&m, "capture_product", "intent", "authorization").await }
    ),
    row!(
        "2047",
        "create with `merchantAssociationInfo` `MI99x`",
        |m| { create_with(&m, "merchantAssociationInfo", json!("MI99x")).await }
    ),
    row!(
        "2048",
        "create with `<`, `>` or `&` in `payerReference`, or more than 255 characters",
        |m| { create_with(&m, "payerReference", json!("a<b")).await }
    ),
    row!(
        "2049",
        "create with a `callbackURL` that is not http or https",
        |m| { create_with(&m, "callbackURL", json!("merchant.example")).await }
    ),
    row!(
        "2061",
        "execute, query, capture, void or refund of another merchant's payment",
        |m| {
            let foreign = m.beside("key-2").await.created("20").await;
            m.query(&foreign).await
        }
    ),
    row!(
        "2063",
        "create with `mode` other than `0000`, `0001` and `0011`",
        |m| { create_with(&m, "mode", json!("0042")).await }
    ),
    row!(
        "2064",
        "create with mode `0000` or `0001` and the switch `agreement_product=disabled`",
        |m| { not_enabled(&m, "agreement_product", "mode", "0000").await }
    ),
    row!("2065", "any call without a field that it must have", |m| {
        m.call(EXECUTE, &json!({})).await
    }),
    row!(
        "2077",
        "search or refund v1 with a `trxID` that is not ten upper-case letters and digits",
        |m| { m.call(SEARCH, &json!({ "trxID": "short" })).await }
    ),
    row!(
        "2079",
        "refresh with a token that is unknown or older than 28 days",
        |m| {
            let body = json!({ "app_key": "key-1", "app_secret": "s", "refresh_token": "dead" });
            m.token_call(crate::harness::REFRESH, &body).await
        }
    ),
    row!("2117", "execute of a payment that is executed", |m| {
        let (paid, _) = m.paid("20").await;
        m.execute(&paid).await
    }),
    row!(
        "2062",
        "the same with the switch `second_execute=2062`",
        |m| {
            switch(&m, "second_execute", "2062").await;
            let (paid, _) = m.paid("20").await;
            m.execute(&paid).await
        }
    ),
    row!(
        "2056",
        "execute before the payer's approval, after a refusal, or after 24 hours",
        |m| {
            let created = m.created("20").await;
            m.execute(&created).await
        }
    ),
    row!(
        "2060",
        "execute before the payer's approval with the switch `early_execute=2060`",
        |m| {
            switch(&m, "early_execute", "2060").await;
            let created = m.created("20").await;
            m.execute(&created).await
        }
    ),
    row!(
        "2029",
        "execute with the wallet and amount of a payment less than 120 s ago",
        |m| {
            m.paid("20").await;
            let again = m.approved("20", WALLET).await;
            m.execute(&again).await
        }
    ),
];
