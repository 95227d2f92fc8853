use std::time::Duration;

use bkash_acceptance::proxy::{Proxy, Upstream};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use url::Url;

use super::stage::{Stage, connect, exchange, gateway, in_front_of};

const GRANT: &str = "POST /v1.2.0-beta/tokenized/checkout/token/grant HTTP/1.1\r\nhost: shop\r\n\
    content-length: 32\r\nconnection: close\r\n\r\n{\"app_key\":\"k\",\"app_secret\":\"s\"}";

#[tokio::test]
async fn an_answer_that_is_lost_is_none_for_the_shop_either() {
    let stage = Stage::new().await;
    let token = stage.grant().await;
    let payment = stage.create(&token).await;
    let fault = json!({"endpoint": "execute", "fault": "answer_lost"});
    stage.control("faults", &fault).await;
    stage
        .control(&format!("payments/{payment}/pay"), &json!({}))
        .await;
    let done = json!({ "paymentID": payment }).to_string();
    assert_eq!(stage.raw("/execute", &token, &done).await, "");

    let traffic = stage.proxy.traffic();
    let execute = traffic.journal.all().last().unwrap();
    assert!(execute.response.is_none() && execute.duration_ms.is_some());
    assert_eq!(execute.disconnected_after_ms, None);
    let why = stage.proxy.trouble().unwrap();
    assert!(why.starts_with("execute: "), "{why}");
}

#[tokio::test]
async fn a_gateway_whose_certificate_is_anothers_is_not_called() {
    let (ours, theirs) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let simulator = gateway(ours.path()).await;
    let stranger = gateway(theirs.path()).await;
    let authority = std::fs::read(stranger.authority_file().unwrap()).unwrap();
    let proxy = in_front_of(&simulator, &authority).await;
    assert_eq!(exchange(&proxy, GRANT).await, "");
    let why = proxy.trouble().unwrap();
    assert!(why.contains("certificate"), "{why}");
    let seen = proxy.traffic();
    assert!(seen.journal.all().all(|call| call.response.is_none()));
    assert_eq!(seen.journal.all().count(), 1);
}

#[tokio::test]
async fn a_gateway_that_is_not_there_is_told() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = plain(gone.local_addr().unwrap().port()).await;
    drop(gone);
    assert_eq!(exchange(&proxy, GRANT).await, "");
    let why = proxy.trouble().unwrap();
    assert!(why.contains("refused"), "{why}");
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_says_nothing_is_given_up_after_forty_seconds() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = plain(silent.local_addr().unwrap().port()).await;
    assert_eq!(exchange(&proxy, GRANT).await, "");
    assert_eq!(
        proxy.trouble().as_deref(),
        Some("token_grant: no answer in 40 s")
    );
}

#[tokio::test]
async fn a_shop_that_hangs_up_is_recorded_so() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = plain(silent.local_addr().unwrap().port()).await;
    let mut shop = connect(&proxy).await;
    shop.write_all(GRANT.as_bytes()).await.unwrap();
    let (_upstream, _) = silent.accept().await.unwrap();
    drop(shop);
    let seen = tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            let traffic = proxy.traffic();
            let call = traffic.journal.all().last().cloned();
            if let Some(call) = call.filter(|call| call.disconnected_after_ms.is_some()) {
                return call;
            }
            tokio::task::yield_now().await;
        }
    });
    let call = seen.await.unwrap();
    assert!(call.response.is_none() && call.duration_ms.is_none());
}

#[tokio::test]
async fn what_is_meant_for_another_host_is_closed_and_not_recorded() {
    let stage = Stage::new().await;
    for request in [
        "CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n",
        "GET http://example.com/ HTTP/1.1\r\nhost: example.com\r\n\r\n",
    ] {
        assert_eq!(exchange(&stage.proxy, request).await, "", "{request}");
    }
    assert_eq!(stage.proxy.revision(), 0);
}

async fn plain(port: u16) -> Proxy {
    let origin = Url::parse(&format!("http://127.0.0.1:{port}")).unwrap();
    let upstream = Upstream::new(&origin, None).unwrap();
    let any = "127.0.0.1:0".parse().unwrap();
    Proxy::start(any, upstream).await.unwrap()
}
