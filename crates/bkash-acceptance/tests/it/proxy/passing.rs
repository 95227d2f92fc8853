use bkash_acceptance::record::Exchange;
use serde_json::{Value, json};

use super::stage::{APP_SECRET, PASSWORD, Stage, exchange};

fn seen(stage: &Stage) -> Vec<Exchange> {
    stage.proxy.traffic().journal.all().cloned().collect()
}

#[tokio::test]
async fn a_payment_passes_over_tls_and_is_recorded_as_the_gateway_records_it() {
    let stage = Stage::new().await;
    let token = stage.grant().await;
    let payment = stage.create(&token).await;
    stage
        .control(&format!("payments/{payment}/pay"), &json!({}))
        .await;
    let done = json!({ "paymentID": payment });
    let answer = stage.call("/execute", &token, &done).await.unwrap();
    assert_eq!(answer["statusCode"], "0000", "{answer}");

    let seen = seen(&stage);
    let endpoints: Vec<_> = seen.iter().map(|it| it.endpoint.as_str()).collect();
    assert_eq!(endpoints, ["token_grant", "create", "execute"]);
    let execute = &seen[2];
    assert_eq!(execute.response.as_ref().unwrap().body, answer);
    assert!(execute.duration_ms.is_some() && execute.disconnected_after_ms.is_none());
    assert_eq!(stage.proxy.traffic().app_key.as_deref(), Some("k"));

    let there = stage.simulator.url();
    let journal = exchange_with(there, "/_simulator/journal?endpoint=execute").await;
    assert_eq!(journal["data"][0]["request"]["body"], execute.request.body);
    let tag = &journal["data"][0]["request"]["headers"]["authorization"];
    assert_eq!(
        *tag, execute.request.headers["authorization"],
        "one masking"
    );
}

async fn exchange_with(origin: &str, path: &str) -> Value {
    let host = origin.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    let answer = tokio::task::spawn_blocking(move || {
        use std::io::{Read as _, Write as _};
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    let answer = answer.await.unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[tokio::test]
async fn no_secret_is_in_the_record() {
    let stage = Stage::new().await;
    let token = stage.grant().await;
    stage.create(&token).await;
    let refresh =
        json!({"app_key": "k", "app_secret": APP_SECRET, "refresh_token": "canary-refresh"});
    stage
        .call("/token/refresh", &token, &refresh)
        .await
        .unwrap();
    stage.call("/token/grantt", &token, &refresh).await;
    let told = format!("{:?}{:?}", seen(&stage), stage.proxy);
    assert!(told.contains("/token/grantt"), "{told}");
    let astray = stage.proxy.traffic().astray.unwrap();
    assert!(astray.ends_with("/token/grantt"), "{astray}");
    for secret in [APP_SECRET, PASSWORD, token.as_str(), "canary-refresh"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}

#[tokio::test]
async fn headers_of_the_shops_connection_stop_here_and_its_own_go_on() {
    let stage = Stage::new().await;
    let keys = r#"{"app_key":"k","app_secret":"s"}"#;
    let chunked = format!(
        "POST /v1.2.0-beta/tokenized/checkout/token/grant HTTP/1.1\r\nhost: shop\r\nusername: u\r\n\
         password: p\r\nx-mine: yes\r\nx-hop: no\r\nconnection: close, x-hop\r\n\
         transfer-encoding: chunked\r\n\r\n{:x}\r\n{keys}\r\n0\r\n\r\n",
        keys.len()
    );
    let answer = exchange(&stage.proxy, &chunked).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let there = stage.simulator.url();
    let journal = exchange_with(there, "/_simulator/journal?endpoint=token_grant").await;
    let headers = &journal["data"][0]["request"]["headers"];
    assert_eq!(headers["x-mine"], "yes");
    assert!(headers["host"].as_str().unwrap().starts_with("localhost:"));
    for gone in ["x-hop", "connection", "transfer-encoding"] {
        assert!(headers[gone].is_null(), "{gone}: {headers}");
    }
}

#[tokio::test]
async fn a_refusal_of_the_gateway_is_passed_on_as_it_is() {
    let stage = Stage::new().await;
    let answer = stage.raw("/create", "no-token", "{}").await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert_eq!(seen(&stage)[0].response.as_ref().unwrap().status, 401);
}

#[tokio::test]
async fn two_accounts_are_told_apart() {
    let stage = Stage::new().await;
    stage.grant().await;
    stage.grant().await;
    let other = json!({"app_key": "visitor", "app_secret": "s"});
    stage.call("/token/grant", "", &other).await.unwrap();
    let traffic = stage.proxy.traffic();
    assert_eq!(traffic.app_key.as_deref(), Some("k"));
    assert_eq!(traffic.others, ["visitor"]);
    assert_eq!(traffic.journal.all().count(), 2);
}
