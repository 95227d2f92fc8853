use http::Request;
use serde_json::json;

use crate::harness::{Merchant, REFRESH, WALLET};

#[tokio::test]
async fn the_journal_has_every_exchange_in_order_with_request_and_response() {
    let merchant = Merchant::new().await;
    merchant.paid("10").await;
    let journal = merchant.journal().await;
    let endpoints: Vec<&str> = journal
        .iter()
        .map(|entry| entry["endpoint"].as_str().unwrap())
        .collect();
    assert_eq!(endpoints, ["token_grant", "create", "execute"]);
    let execute = &journal[2];
    assert_eq!(execute["at"], "2025-12-11T05:48:29.876Z");
    assert_eq!(execute["request"]["method"], "POST");
    assert_eq!(
        execute["request"]["path"],
        "/v1.2.0-beta/tokenized/checkout/execute"
    );
    assert_eq!(execute["request"]["headers"]["x-app-key"], "key-1");
    assert!(execute["request"]["body"]["paymentID"].is_string());
    assert_eq!(execute["response"]["status"], 200);
    assert_eq!(execute["response"]["body"]["statusCode"], "0000");
    assert!(execute["duration_ms"].is_u64());
    assert!(execute["disconnected_after_ms"].is_null());
}

#[tokio::test]
async fn no_secret_reaches_the_journal() {
    let merchant = Merchant::new().await;
    let granted = merchant.grant().await;
    let body = json!({
        "app_key": "key-1", "app_secret": "CANARY-SECRET",
        "refresh_token": granted.text("refresh_token"),
    });
    let request = Request::post(REFRESH)
        .header("username", "user")
        .header("password", "CANARY-PASSWORD")
        .body(body.to_string().into())
        .unwrap();
    assert_eq!(merchant.send(request).await.code(), "0000");
    let url = merchant.create("5").await.text("bkashURL").to_owned();
    crate::pages::walk(
        &merchant,
        &url,
        &[("wallet", WALLET), ("otp", "987654"), ("pin", "98765")],
    )
    .await;
    let journal = serde_json::to_string(&merchant.journal().await).unwrap();
    assert!(
        journal.contains("\"wallet\":\"01770618575\""),
        "the page's forms are there"
    );
    for secret in [
        "CANARY",
        "987654",
        "98765",
        "secret-1",
        "word",
        merchant.token.as_str(),
        granted.text("id_token"),
        granted.text("refresh_token"),
    ] {
        assert!(
            !journal.contains(&format!("\"{secret}")),
            "{secret} is in the journal"
        );
    }
}

#[tokio::test]
async fn the_journal_keeps_the_newest_two_thousand() {
    let merchant = Merchant::new().await;
    for _ in 0..2010 {
        merchant.query("TR0011unknown").await;
    }
    let journal = merchant.journal().await;
    assert_eq!(journal.len(), 2000);
    assert_eq!(
        journal[0]["id"], 12,
        "the grant and the first queries are gone"
    );
    assert_eq!(journal[1999]["id"], 2011);
}

#[tokio::test]
async fn a_wrong_route_is_in_the_journal_of_the_world_that_it_names() {
    let merchant = Merchant::new().await;
    merchant
        .call("/v1.2.0-beta/tokenized/checkout/nope", &json!({}))
        .await;
    let journal = merchant.journal().await;
    assert_eq!(journal[1]["endpoint"], "wrong_route");
    assert_eq!(journal[1]["response"]["status"], 403);
}
