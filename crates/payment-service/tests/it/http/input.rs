//! Bad input is refused before anything is stored or sent.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::world::{API_KEY, World, order, text};

async fn raw(world: &World, content_type: Option<&str>, body: impl Into<reqwest::Body>) -> Answer {
    let mut request = world
        .request("POST", "/v1/payments")
        .bearer_auth(API_KEY)
        .body(body);
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    Answer::to(request).await
}

#[tokio::test]
async fn a_wrong_field_is_named_with_its_rule_and_an_example_and_nothing_leaves() {
    let world = World::start().await;
    for (field, value) in [
        ("amount", json!("0")),
        ("amount", json!("-5.00")),
        ("amount", json!("1.005")),
        ("amount", json!("1e2")),
        ("amount", json!("500000.01")),
        ("amount", json!(500)),
        ("currency", json!("USD")),
        ("merchant_invoice_number", json!("a<b")),
        ("merchant_invoice_number", json!("x".repeat(256))),
        ("payer_reference", json!("")),
        ("return_url", json!("javascript:alert(1)")),
        ("metadata", json!({"a": 1})),
        ("unknown_field", json!("x")),
    ] {
        let mut body = order("INV-1", "10.00");
        body[field] = value;
        let answer = world.post("/v1/payments", Some("key-1"), &body).await;
        let problem = answer.problem(422, "invalid-fields");
        let errors = problem["errors"].as_array().unwrap();
        assert_eq!(
            (errors.len(), text(&errors[0], "field").as_str()),
            (1, field),
            "{problem}"
        );
        assert!(!text(&errors[0], "rule").is_empty() && !text(&errors[0], "example").is_empty());
    }
    assert_eq!(world.get("/v1/payments").await.json()["data"], json!([]));
    assert_eq!(
        world.control("GET", "journal", &Value::Null).await["data"],
        json!([])
    );
}

#[tokio::test]
async fn a_body_that_is_not_plain_json_is_refused() {
    let world = World::start().await;
    let json_type = Some("application/json");
    let twice = r#"{"amount":"1.00","amount":"2.00"}"#;
    for body in ["", "{", "[]", "amount=1", "{\"amount\":\"1\u{0}\"}", twice] {
        let problem = raw(&world, json_type, body)
            .await
            .problem(400, "malformed-body");
        assert!(!text(&problem, "detail").is_empty());
    }
    let position = raw(&world, json_type, "{\n \"amount\": }")
        .await
        .problem(400, "malformed-body");
    assert!(
        text(&position, "detail").contains("line 2 column"),
        "{position}"
    );
    raw(&world, json_type, vec![b'{', 0xff, b'}'])
        .await
        .problem(400, "malformed-body");
    for wrong in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
    ] {
        raw(&world, wrong, "{}")
            .await
            .problem(415, "unsupported-content-type");
    }
    let long = json!({"amount": "x".repeat(65 * 1024)}).to_string();
    raw(&world, json_type, long.clone())
        .await
        .problem(413, "body-too-large");
    let parts = long
        .into_bytes()
        .chunks(1000)
        .map(|part| Ok::<_, std::io::Error>(part.to_vec()))
        .collect::<Vec<_>>();
    let stream = reqwest::Body::wrap(http_body_util::StreamBody::new(futures_util::stream::iter(
        parts
            .into_iter()
            .map(|part| part.map(|part| http_body::Frame::data(bytes::Bytes::from(part)))),
    )));
    raw(&world, json_type, stream)
        .await
        .problem(413, "body-too-large");
    let charset = raw(&world, Some("application/json; charset=utf-8"), "{}").await;
    charset.problem(422, "invalid-fields");
}

#[tokio::test]
async fn without_a_known_key_there_is_nothing_to_see() {
    let world = World::start().await;
    for (method, path) in [
        ("GET", "/v1/payments"),
        ("POST", "/v1/payments"),
        ("GET", "/v1/payments/pay_x"),
        ("GET", "/v1/payments/pay_x/evidence"),
        ("GET", "/v1/payments/pay_x/refunds"),
        ("POST", "/v1/payments/pay_x/refunds"),
        ("GET", "/v1/refunds/ref_x"),
        ("GET", "/v1/transactions/A1"),
        ("GET", "/v1/ledger/balances"),
        ("GET", "/v1/ledger/entries"),
        ("GET", "/v1/attention"),
        ("POST", "/v1/attention/payments/pay_x"),
        ("POST", "/v1/attention/refunds/ref_x"),
    ] {
        let request = || world.request(method, path);
        let twice = request()
            .bearer_auth(API_KEY)
            .header("authorization", "Bearer other");
        for unknown in [
            request(),
            request().bearer_auth("key_of_somebody_else"),
            request().basic_auth("x", Some(API_KEY)),
            request().header("authorization", "Bearer "),
            twice,
        ] {
            let answer = Answer::to(unknown).await;
            let problem = answer.problem(401, "unauthorized");
            assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"bkash\"");
            assert_eq!(
                problem["request_id"].as_str(),
                Some(answer.header("x-request-id"))
            );
        }
    }
}

#[tokio::test]
async fn what_does_not_exist_is_a_problem_document_too() {
    let world = World::start().await;
    for path in [
        "/",
        "/v1",
        "/v2/payments",
        "/v1/payments/x",
        "/v1/refunds/x",
        "/v1/payments/%ff",
    ] {
        world.get(path).await.problem(404, "not-found");
    }
    let nobodys = "pay_019b0000000000000000000000000000";
    for path in ["", "/refunds", "/evidence"] {
        world
            .get(&format!("/v1/payments/{nobodys}{path}"))
            .await
            .problem(404, "not-found");
    }
    let wrong_method =
        Answer::to(world.request("DELETE", "/v1/payments").bearer_auth(API_KEY)).await;
    wrong_method.problem(405, "method-not-allowed");
    assert!(
        wrong_method.header("allow").contains("POST"),
        "{wrong_method:?}"
    );
}

#[tokio::test]
async fn list_parameters_are_read_strictly() {
    let world = World::start().await;
    for query in [
        "limit=0",
        "limit=x",
        "status=paid",
        "cursor=1",
        "from=today",
        "sort=up",
        "limit=1&limit=2",
    ] {
        world
            .get(&format!("/v1/payments?{query}"))
            .await
            .problem(400, "bad-query");
    }
    world
        .get("/v1/ledger/entries?payment_id=1")
        .await
        .problem(400, "bad-query");
}

#[tokio::test]
async fn a_harmless_request_id_comes_back() {
    let world = World::start().await;
    let request = world
        .request("GET", "/healthz")
        .header("x-request-id", "shop-request-0042");
    assert_eq!(
        Answer::to(request).await.header("x-request-id"),
        "shop-request-0042"
    );
    let request = world
        .request("GET", "/healthz")
        .header("x-request-id", "<script>");
    assert_eq!(Answer::to(request).await.header("x-request-id").len(), 16);
}

#[tokio::test]
async fn no_answer_is_kept_by_a_cache_or_taken_for_a_page() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    for path in [
        &*format!("/v1/payments/{payment}"),
        "/v1/payments/x",
        "/callback/x/y/",
        "/metrics",
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}
