//! The description of the control calls: it names each of them and no other, and what it shows works.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use http::Request;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::harness::{Merchant, WALLET};

/// Where the control calls are routed.
const ROUTES: &str = include_str!("../../src/control/mod.rs");

async fn document(merchant: &Merchant) -> Value {
    let document = merchant.control("GET", "openapi.json", Value::Null).await;
    assert_eq!(document.headers["content-type"], "application/json");
    document.body
}

type Calls = BTreeMap<String, BTreeSet<String>>;

fn described(document: &Value) -> Calls {
    let paths = document["paths"].as_object().unwrap();
    let methods = |path: &Value| {
        let methods = path.as_object().unwrap().keys();
        methods.map(|method| method.to_uppercase()).collect()
    };
    paths
        .iter()
        .map(|(path, item)| (path.clone(), methods(item)))
        .collect()
}

/// Every path in the source, with the methods that the router says it allows.
async fn routed(merchant: &Merchant) -> Calls {
    let mut calls = Calls::new();
    let literals = ROUTES.split('"').skip(1).step_by(2);
    for path in literals.filter(|text| text.starts_with("/_simulator/") && !text.contains("{*")) {
        let uri = path.replace(['{', '}'], "");
        let request = Request::builder()
            .method("TRACE")
            .uri(uri)
            .body(Body::empty())
            .unwrap();
        let refused = merchant.router.clone().oneshot(request).await.unwrap();
        assert_eq!(refused.status(), 405, "{path}");
        let allowed = refused.headers()["allow"].to_str().unwrap();
        let methods = allowed.split(',').filter(|method| *method != "HEAD");
        calls.insert(path.to_owned(), methods.map(str::to_owned).collect());
    }
    calls
}

#[tokio::test]
async fn the_description_has_each_control_call_and_no_other() {
    let merchant = Merchant::new().await;
    let document = document(&merchant).await;
    assert_eq!(document["openapi"], "3.1.0");
    let routed = routed(&merchant).await;
    assert!(routed.len() > 15, "{routed:?}");
    assert_eq!(described(&document), routed);
}

#[tokio::test]
async fn every_reference_of_the_description_leads_somewhere() {
    let merchant = Merchant::new().await;
    let document = document(&merchant).await;
    let text = document.to_string();
    let references: BTreeSet<&str> = text
        .split("\"$ref\":\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(references.len() > 10, "{references:?}");
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

fn examples(operation: &Value) -> Vec<Value> {
    let content = &operation["requestBody"]["content"]["application/json"];
    let many = content["examples"].as_object().into_iter().flatten();
    let many = many.map(|(_, example)| example["value"].clone());
    let one = content.get("example").cloned();
    one.into_iter().chain(many).collect()
}

#[tokio::test]
async fn every_example_of_the_description_is_accepted() {
    let mut sent = 0;
    let document = document(&Merchant::new().await).await;
    for (path, methods) in &described(&document) {
        for method in methods {
            let operation = &document["paths"][path][method.to_lowercase()];
            for example in examples(operation) {
                let merchant = Merchant::new().await;
                let payment_id = merchant.created("5").await;
                let path = path
                    .trim_start_matches("/_simulator/")
                    .replace("{payment_id}", &payment_id)
                    .replace("{wallet}", WALLET);
                let reply = merchant.control(method, &path, example.clone()).await;
                let status = reply.status.as_str();
                assert!(
                    reply.status.is_success() && operation["responses"].get(status).is_some(),
                    "{method} {path} {example}: {status} {}",
                    reply.body
                );
                sent += 1;
            }
        }
    }
    assert!(sent > 15, "{sent} examples");
}

#[tokio::test]
async fn the_address_tells_a_program_of_the_calls_and_shows_a_browser_the_inspector() {
    let merchant = Merchant::new().await;
    let ask = |accept: &'static str| {
        let request = Request::get("/_simulator").header("accept", accept);
        merchant.send(request.body(Body::empty()).unwrap())
    };
    let index = ask("*/*").await;
    let text = index.body.as_str().unwrap();
    for (path, methods) in &described(&document(&merchant).await) {
        for method in methods {
            let has = |line: &str| line.contains(method.as_str()) && line.contains(path.as_str());
            assert!(text.lines().any(has), "{method} {path}: {text}");
        }
    }
    let page = ask("text/html,application/xhtml+xml,*/*;q=0.8").await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let html = page.body.as_str().unwrap();
    let assets = html
        .split('"')
        .filter(|text| text.starts_with("/_simulator/assets/"));
    let mut loaded = 0;
    for asset in assets {
        let request = Request::get(asset).body(Body::empty()).unwrap();
        assert_eq!(merchant.send(request).await.status, 200, "{asset}");
        loaded += 1;
    }
    assert!(loaded >= 3);
    let unknown = Request::get("/_simulator/assets/nothing.js");
    let unknown = merchant.send(unknown.body(Body::empty()).unwrap()).await;
    assert_eq!(unknown.status, 404);
    assert_eq!(
        merchant.journal().await.len(),
        1,
        "none of this is journalled"
    );
}
