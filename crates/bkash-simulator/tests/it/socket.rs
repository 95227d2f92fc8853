//! Over a real socket: what only a connection can show.

use bkash_simulator::Simulator;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{EXECUTE, GRANT};

/// One request on a connection of its own; the raw answer, empty if the connection just closed.
pub(crate) async fn raw(
    simulator: &Simulator,
    method: &str,
    path: &str,
    token: &str,
    body: &str,
) -> String {
    let mut stream = sent(simulator, method, path, token, body).await;
    let mut answer = String::new();
    // A reset instead of an orderly close is no answer either.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

async fn sent(
    simulator: &Simulator,
    method: &str,
    path: &str,
    token: &str,
    body: &str,
) -> TcpStream {
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {}\r\nusername: u\r\npassword: p\r\nx-app-key: k\r\n\
         authorization: {token}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}",
        simulator.addr()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

pub(crate) fn json_of(answer: &str) -> Value {
    let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
    serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON in {answer:?}"))
}

pub(crate) async fn token(simulator: &Simulator) -> String {
    let body = r#"{"app_key":"k","app_secret":"s"}"#;
    let granted = json_of(&raw(simulator, "POST", GRANT, "", body).await);
    granted["id_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_page_address_is_on_the_host_that_the_caller_named() {
    let simulator = Simulator::start().await.unwrap();
    let token = token(&simulator).await;
    let order = crate::harness::order("5").to_string();
    let created = json_of(&raw(&simulator, "POST", crate::harness::CREATE, &token, &order).await);
    let url = created["bkashURL"].as_str().unwrap();
    assert!(
        url.starts_with(&format!("{}/?paymentId=TR0011", simulator.url())),
        "{url}"
    );
}

#[tokio::test]
async fn a_public_address_replaces_the_host_that_the_caller_named() {
    let public = "https://gateway.example/ignored".parse().unwrap();
    let simulator = Simulator::builder()
        .public_url(public)
        .start()
        .await
        .unwrap();
    let token = token(&simulator).await;
    let order = crate::harness::order("5").to_string();
    let created = json_of(&raw(&simulator, "POST", crate::harness::CREATE, &token, &order).await);
    let url = created["bkashURL"].as_str().unwrap();
    assert!(
        url.starts_with("https://gateway.example/?paymentId=TR0011"),
        "{url}"
    );
}

#[tokio::test]
async fn a_lost_answer_closes_the_connection_without_a_byte() {
    let simulator = Simulator::start().await.unwrap();
    let token = token(&simulator).await;
    for fault in ["answer_lost", "dropped"] {
        let body = json!({ "endpoint": "execute", "fault": fault }).to_string();
        let added = raw(&simulator, "POST", "/_simulator/faults", "", &body).await;
        assert!(added.starts_with("HTTP/1.1 201"), "{added}");
        let answer = raw(&simulator, "POST", EXECUTE, &token, r#"{"paymentID":"x"}"#).await;
        assert_eq!(answer, "", "{fault}");
        let answer = raw(&simulator, "POST", EXECUTE, &token, r#"{"paymentID":"x"}"#).await;
        assert_eq!(
            json_of(&answer)["statusCode"],
            "2002",
            "the next one is answered"
        );
    }
}

#[tokio::test]
async fn a_caller_that_hangs_up_is_noticed() {
    let simulator = Simulator::start().await.unwrap();
    let token = token(&simulator).await;
    let fault = r#"{"endpoint":"execute","fault":"delay","seconds":60}"#;
    raw(&simulator, "POST", "/_simulator/faults", "", fault).await;
    let stream = sent(&simulator, "POST", EXECUTE, &token, r#"{"paymentID":"x"}"#).await;
    let entry = |journal: Value| journal["data"].as_array().unwrap().last().unwrap().clone();
    let journal = || raw(&simulator, "GET", "/_simulator/journal", "", "");
    while entry(json_of(&journal().await))["fault"] != "delay" {}
    drop(stream);
    while entry(json_of(&journal().await))["disconnected_after_ms"].is_null() {}
}

#[tokio::test]
async fn a_dropped_simulator_closes_its_port() {
    let simulator = Simulator::start().await.unwrap();
    let address = simulator.addr();
    simulator.shutdown().await;
    assert!(TcpStream::connect(address).await.is_err());
    let simulator = Simulator::start().await.unwrap();
    let address = simulator.addr();
    drop(simulator);
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
