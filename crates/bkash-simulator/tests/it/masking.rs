//! What a program that records a gateway elsewhere gets is what the journal keeps.

use bkash_simulator::{endpoint_of, masking};
use http::{HeaderMap, HeaderValue, Method, Request};
use serde_json::{Value, json};

use crate::harness::{
    CAPTURE, CREATE, EXECUTE, GRANT, Merchant, QUERY, REFRESH, REFUND_V1, REFUND_V2,
    REFUND_V2_STATUS, SEARCH, order,
};

const B: &str = "/v2/tokenized-checkout";
const IFRAME: &str = "/v1.2.0-beta/checkout";

fn request(method: &Method, path: &str, body: &str) -> Request<String> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("Username", "user")
        .header("Password", "CANARY-1")
        .header("Authorization", "Bearer CANARY.2")
        .header("Cookie", "CANARY=3")
        .header("X-App-Key", "key-1")
        .header("User-Agent", "a shop")
        .body(body.to_owned())
        .unwrap()
}

/// The journal's last entry after this call, and the call as it was sent.
async fn recorded(
    merchant: &Merchant,
    method: Method,
    path: &str,
    body: &str,
) -> (Value, HeaderMap) {
    let sent = request(&method, path, body);
    let headers = sent.headers().clone();
    merchant.send(sent.map(Into::into)).await;
    let journal = merchant.journal().await;
    (journal.last().unwrap().clone(), headers)
}

#[tokio::test]
async fn a_call_is_named_and_masked_as_in_the_journal() {
    let merchant = Merchant::new().await;
    let order = order("5").to_string();
    let keys = r#"{"app_key":"key-1","app_secret":"CANARY-4","refresh_token":"CANARY.5"}"#;
    let refund = r#"{"paymentID":"TR1","trxID":"T1","amount":"5"}"#;
    let status = r#"{"paymentID":"TR1","trxID":"T1"}"#;
    let post = |path: &str, body: &str| (Method::POST, path.to_owned(), body.to_owned());
    let get = |path: String| (Method::GET, path, String::new());
    for (method, path, body) in [
        post(GRANT, keys),
        post(REFRESH, keys),
        post(GRANT, "app_secret=CANARY-4"),
        post(GRANT, ""),
        post(&format!("{B}/auth/grant-token"), keys),
        post(CREATE, &order),
        post(CREATE, r#"{"amount":"5","app_secret":"CANARY-4"}"#),
        post(CREATE, "no JSON"),
        post(&format!("{CREATE}?x=1"), &order),
        post(EXECUTE, status),
        post(QUERY, status),
        post(SEARCH, status),
        post(CAPTURE, status),
        post(REFUND_V1, refund),
        post(REFUND_V1, status),
        post(REFUND_V2, refund),
        post(REFUND_V2_STATUS, status),
        post("/v1.2.0-beta/tokenized/checkout/general/searchTran", status),
        post(
            "/v1.2.0-beta/tokenized/checkout/payment/refund/status",
            refund,
        ),
        post(&format!("{IFRAME}/payment/execute/TR1"), ""),
        get(format!("{IFRAME}/payment/query/TR1")),
        get(format!("{IFRAME}/payment/search/T1?x=1")),
    ] {
        let (entry, headers) = recorded(&merchant, method.clone(), &path, &body).await;
        let named = endpoint_of(&method, &path, body.as_bytes());
        assert_eq!(entry["endpoint"], named, "{method} {path} {body}");
        assert_eq!(entry["request"]["headers"], masking::headers(&headers));
        assert_eq!(
            entry["request"]["body"],
            masking::body(named, body.as_bytes())
        );
        assert!(!entry.to_string().contains("CANARY"), "{entry}");
        assert_eq!(entry["request"]["headers"]["user-agent"], "a shop");
    }
}

#[tokio::test]
async fn an_answer_is_masked_as_in_the_journal() {
    let merchant = Merchant::new().await;
    let granted = merchant.grant().await.body.to_string();
    let journal = merchant.journal().await;
    let answer = &journal.last().unwrap()["response"]["body"];
    assert_eq!(*answer, masking::body("token_grant", granted.as_bytes()));
    assert!(answer["id_token"].as_str().unwrap().starts_with("***"));
}

#[tokio::test]
async fn what_is_no_call_is_a_wrong_route() {
    for (method, path) in [
        (Method::GET, CREATE),
        (Method::OPTIONS, GRANT),
        (Method::POST, "/"),
        (Method::POST, "/v1.2.0-beta/tokenized/checkout"),
        (Method::POST, "/v1.2.0-beta/tokenized/checkout/create/"),
        (Method::POST, "/v1.2.0-beta/checkout/payment/execute/"),
        (Method::POST, "/v1.2.0-beta/checkout/payment/execute/a/b"),
        (Method::POST, "/v1.2.0-beta/checkout/payment/query/TR1"),
    ] {
        assert_eq!(
            endpoint_of(&method, path, b""),
            "wrong_route",
            "{method} {path}"
        );
    }
}

#[test]
fn headers_of_an_answer_keep_no_cookie_and_long_ones_are_cut() {
    let mut headers = HeaderMap::new();
    headers.insert("set-cookie", HeaderValue::from_static("CANARY"));
    headers.insert("x-long", "a".repeat(9000).parse().unwrap());
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    let masked = masking::headers(&headers);
    assert_eq!(masked["set-cookie"], "***");
    assert_eq!(masked["content-type"], "application/json");
    assert!(masked["x-long"].as_str().unwrap().len() < 4200);
}

#[test]
fn the_same_token_has_the_same_tag_wherever_it_stands() {
    let headers = HeaderMap::from_iter([(
        http::header::AUTHORIZATION,
        HeaderValue::from_static("Bearer eyJ.one"),
    )]);
    let reply = json!({ "id_token": "eyJ.one" }).to_string();
    assert_eq!(
        masking::headers(&headers)["authorization"],
        masking::body("token_grant", reply.as_bytes())["id_token"]
    );
}
