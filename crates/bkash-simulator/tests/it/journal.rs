use http::Request;
use serde_json::json;
use tower::ServiceExt as _;

use crate::harness::{CREATE, GRANT, Merchant, REFRESH, WALLET, builder};

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

async fn send(router: &axum::Router, method: &str, path: &str) {
    let request = Request::builder().method(method).uri(path);
    let request = request
        .header("origin", "https://shop.example")
        .body(axum::body::Body::empty())
        .unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 403, "{method} {path}");
}

#[tokio::test]
async fn a_wrong_route_that_names_no_world_is_in_the_only_one_or_in_the_first_to_come() {
    let router = builder().router();
    send(&router, "OPTIONS", GRANT).await;
    send(&router, "POST", "/checkout/token/grant").await;
    send(&router, "GET", GRANT).await;
    send(&router, "GET", "/favicon.ico").await;
    let nobody = Merchant {
        router,
        app_key: String::new(),
        token: String::new(),
    };
    let all = || Request::get("/_simulator/journal").body(axum::body::Body::empty());
    let early = nobody.send(all().unwrap()).await.body;
    assert_eq!(early["data"].as_array().unwrap().len(), 3, "{early}");

    let merchant = nobody.beside("key-1").await;
    send(&merchant.router, "OPTIONS", CREATE).await;
    let calls: Vec<_> = merchant
        .journal()
        .await
        .iter()
        .map(|entry| entry["request"].clone())
        .collect();
    let calls: Vec<_> = calls
        .iter()
        .map(|call| {
            (
                call["method"].as_str().unwrap(),
                call["path"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        calls,
        [
            ("OPTIONS", GRANT),
            ("POST", "/checkout/token/grant"),
            ("GET", GRANT),
            ("POST", GRANT),
            ("OPTIONS", CREATE),
        ]
    );
    let other = merchant.beside("key-2").await;
    send(&merchant.router, "OPTIONS", CREATE).await;
    assert_eq!(other.journal().await.len(), 1, "whose it is, is not known");
    assert_eq!(merchant.journal().await.len(), 5);
}
