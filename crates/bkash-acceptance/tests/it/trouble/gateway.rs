use axum::Router;
use axum::response::Html;
use axum::routing::post;
use bkash_acceptance::browser::Arrival;
use bkash_acceptance::record::{Exchange, Trouble};
use serde_json::json;

use super::{assert_told, call, reason};
use crate::browser::{Site, payer};

const A: &str = "/v1.2.0-beta/tokenized/checkout";

/// The shop answers with this page while the gateway hears these calls.
async fn heard(body: &'static str, calls: &[Exchange]) -> Trouble {
    let arrival = answered(body).await;
    reason(&arrival, calls)
}

async fn answered(body: &'static str) -> Arrival {
    let site = Site::of(Router::new().route("/pay", post(move || async move { Html(body) }))).await;
    payer()
        .ask(&site.checkout("method = \"POST\"\nurl = \"ORIGIN/pay\""))
        .await
}

fn token() -> Exchange {
    call(
        "token_grant",
        &format!("{A}/token/grant"),
        200,
        &json!({"statusCode": "0000", "id_token": "***"}),
    )
}

fn create(status: u16, answer: &serde_json::Value) -> Exchange {
    call("create", &format!("{A}/create"), status, answer)
}

#[tokio::test]
async fn a_refused_token_call_is_told_with_the_gateways_words() {
    let refused = call(
        "token_grant",
        "/x",
        200,
        &json!({"statusCode": "2001", "statusMessage": "Invalid App Key"}),
    );
    let trouble = heard("<p>Error</p>", &[refused]).await;
    assert_told(
        &trouble,
        "refused the shop's token/grant call: 2001 Invalid App Key",
        "app_key and app_secret in the body",
    );
    let refused = call("token_grant", "/x", 403, &json!({"message": "Forbidden"}));
    let trouble = heard("<p>Error</p>", &[refused]).await;
    assert_told(
        &trouble,
        "HTTP 403 Forbidden",
        "username and password as headers",
    );
}

#[tokio::test]
async fn a_refused_create_is_told_with_the_gateways_words() {
    let answer = json!({"statusCode": "2065", "statusMessage": "Mandatory field missing"});
    let trouble = heard("<p>Error</p>", &[token(), create(200, &answer)]).await;
    assert_told(
        &trouble,
        "refused the shop's create call: 2065 Mandatory field missing",
        "correct what your shop sends with create",
    );
    let answer = json!({"externalCode": "2065", "errorMessageEn": "Mandatory field missing"});
    let trouble = heard("<p>Error</p>", &[token(), create(400, &answer)]).await;
    assert_told(
        &trouble,
        "2065 Mandatory field missing",
        "correct what your shop sends",
    );
}

#[tokio::test]
async fn a_token_that_create_does_not_accept_is_told_as_such() {
    let refused = create(401, &json!({"message": "Unauthorized"}));
    let trouble = heard("<p>Error</p>", &[token(), refused]).await;
    assert_told(&trouble, "HTTP 401 Unauthorized", "on a 401 renew it once");
}

#[tokio::test]
async fn a_payment_whose_address_the_shop_keeps_to_itself() {
    let made = || {
        create(
            200,
            &json!({"statusCode": "0000", "paymentID": "TR1", "bkashURL": "x"}),
        )
    };
    let trouble = heard(r#"{"ok": true}"#, &[token(), made()]).await;
    assert_told(
        &trouble,
        "the gateway made the payment",
        "name its place with bkash_url",
    );
    let trouble = heard("<p>Thanks</p>", &[token(), made()]).await;
    assert_told(
        &trouble,
        "does not lead to its page: Thanks",
        "must redirect the payer to the bkashURL",
    );
}

#[tokio::test]
async fn a_wrong_path_is_told_with_the_right_beginnings() {
    let wrong = call(
        "wrong_route",
        "/tokenized/checkout/token/grant?x=1",
        404,
        &json!({"message": "no route"}),
    );
    let trouble = heard("<p>Error</p>", &[wrong]).await;
    assert_told(
        &trouble,
        "called POST /tokenized/checkout/token/grant, which",
        "after http://127.0.0.1:8600/v1.2.0-beta comes /tokenized/checkout",
    );
}

#[tokio::test]
async fn a_token_without_a_create() {
    let trouble = heard("<p>Undefined index</p>", &[token()]).await;
    assert_told(
        &trouble,
        "sent no create: Undefined index",
        "between the two calls",
    );
}

#[tokio::test]
async fn a_page_that_calls_the_gateway_itself() {
    let mut preflight = call("wrong_route", &format!("{A}/token/grant"), 404, &json!({}));
    preflight.request.method = "OPTIONS".to_owned();
    let trouble = heard("<p>Pay</p>", &[preflight]).await;
    assert_told(
        &trouble,
        "made the browser call the gateway itself (OPTIONS",
        "Let your server make the calls",
    );
    let mut direct = token();
    direct.request.headers = json!({"origin": "http://127.0.0.1:8000"});
    let trouble = heard("<p>Pay</p>", &[direct]).await;
    assert_told(
        &trouble,
        "made the browser call the gateway itself (POST",
        "app_secret",
    );
}

#[tokio::test]
async fn a_call_that_was_never_answered() {
    let mut hung = create(200, &json!({}));
    hung.response = None;
    let trouble = heard("<p>Error</p>", &[token(), hung]).await;
    assert_told(&trouble, "create call was not answered", "journal");
}
