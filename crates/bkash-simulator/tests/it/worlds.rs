use serde_json::{Value, json};

use crate::harness::{Merchant, WALLET, builder, read};
use axum::body::Body;
use http::Request;
use tower::ServiceExt as _;

#[tokio::test]
async fn each_app_key_is_a_world_of_its_own() {
    let one = Merchant::new().await;
    let two = one.beside("key-2").await;
    one.paid("10").await;
    two.advance(3600).await;
    two.fault(json!({ "endpoint": "create", "fault": "status", "status": 503 }))
        .await;
    assert_eq!(
        one.create("1").await.code(),
        "0000",
        "neither clock nor fault of the other"
    );
    assert_eq!(two.balance(WALLET).await, "100000.00");
    assert_eq!(two.books().await["app_key"], "key-2");
}

#[tokio::test]
async fn a_token_of_one_world_is_no_token_of_another() {
    let one = Merchant::new().await;
    let two = one.beside("key-2").await;
    let mixed = Merchant {
        token: one.token.clone(),
        ..two
    };
    assert_eq!(mixed.create("1").await.code(), "2001");
}

#[tokio::test]
async fn without_an_app_key_the_only_world_is_meant_and_several_are_a_question() {
    let router = builder().router();
    let get = |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let router = router.clone();
        async move { read(router.oneshot(request).await.unwrap()).await }
    };
    assert_eq!(get("/_simulator/journal").await.body["data"], json!([]));
    let none = get("/_simulator/books").await;
    assert_eq!((none.status.as_u16(), none.text("app_key")), (200, ""));
    let one = Merchant::admitted(router.clone(), "key-1").await;
    assert_eq!(get("/_simulator/books").await.body["app_key"], "key-1");
    assert_eq!(
        get("/_simulator/journal?app_key=typo").await.body["data"],
        json!([])
    );
    assert_eq!(
        get("/_simulator/books").await.status,
        200,
        "a look at the journal makes no world"
    );
    one.beside("key-2").await;
    let several = get("/_simulator/books").await;
    assert_eq!(
        (several.status.as_u16(), several.text("field")),
        (400, "app_key")
    );
}

#[tokio::test]
async fn the_same_seed_and_calls_give_the_same_bytes() {
    let (one, two) = (Merchant::new().await, Merchant::new().await);
    assert_eq!(one.token, two.token);
    assert_eq!(one.create("5").await.body, two.create("5").await.body);
}

#[tokio::test]
async fn a_reset_starts_the_world_anew() {
    let merchant = Merchant::new().await;
    let (payment_id, _) = merchant.paid("10").await;
    merchant
        .fault(json!({ "endpoint": "create", "fault": "dropped" }))
        .await;
    merchant.advance(60).await;
    let reset = merchant.control("POST", "reset", json!(null)).await;
    assert_eq!(reset.status, 204);
    assert_eq!(merchant.create("1").await.status, 401, "tokens are gone");
    let token = merchant.grant().await.text("id_token").to_owned();
    let merchant = Merchant { token, ..merchant };
    assert_eq!(merchant.query(&payment_id).await.code(), "2002");
    assert_eq!(merchant.balance(WALLET).await, "100000.00");
    assert_eq!(
        merchant.create("1").await.text("paymentCreateTime"),
        "2025-12-11T11:48:29:876 GMT+0600"
    );
    assert_eq!(merchant.pay(&payment_id, json!({})).await.status, 404);
}

#[tokio::test]
async fn what_is_set_up_before_the_first_call_is_the_first_worlds() {
    let router = builder().router();
    let nobody = |path: &str, body: Value| {
        let request = http::Request::post(format!("/_simulator/{path}"));
        router.clone().oneshot(
            request
                .body(axum::body::Body::from(body.to_string()))
                .unwrap(),
        )
    };
    let fault = json!({ "endpoint": "create", "fault": "status", "status": 503 });
    assert_eq!(nobody("faults", fault).await.unwrap().status(), 201);
    let moved = nobody("clock/advance", json!({ "seconds": 7200 }))
        .await
        .unwrap();
    assert_eq!(moved.status(), 200);

    let first = Merchant::admitted(router.clone(), "first").await;
    assert_eq!(first.create("5").await.status, 503);
    assert_eq!(first.create("5").await.status, 200, "it was asked for once");
    let second = Merchant::admitted(router.clone(), "second").await;
    assert_eq!(second.create("5").await.status, 200);
    let now = |books: &Value| {
        books["now"]
            .as_str()
            .unwrap()
            .parse::<jiff::Timestamp>()
            .unwrap()
    };
    let ahead = now(&first.books().await).duration_since(now(&second.books().await));
    assert_eq!(ahead.as_hours(), 2);
}

#[tokio::test]
async fn wallets_that_are_set_up_before_the_first_call_are_the_first_worlds() {
    let router = builder().router();
    let poor = Request::put(format!("/_simulator/wallets/{WALLET}"))
        .body(Body::from(r#"{"balance":"1.00"}"#))
        .unwrap();
    assert_eq!(router.clone().oneshot(poor).await.unwrap().status(), 200);
    let first = Merchant::admitted(router.clone(), "first").await;
    assert_eq!(first.balance(WALLET).await, "1.00");
    let second = Merchant::admitted(router, "second").await;
    assert_eq!(second.balance(WALLET).await, "100000.00");
}
