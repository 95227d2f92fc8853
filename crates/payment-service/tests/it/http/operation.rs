//! Starting, stopping, and being looked at.

use std::time::Duration;

use payment_service::StartError;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::answer::Answer;
use crate::world::{GOOD_WALLET, World, text};

#[tokio::test]
async fn a_database_belongs_to_one_gateway_and_one_app_key() {
    let world = World::start().await;
    let other_key = world
        .another(|s| s.credentials.app_key = "other-app-key".to_owned())
        .await;
    let error = other_key.unwrap_err();
    assert!(matches!(error, StartError::World(_)), "{error}");
    assert!(
        error.to_string().contains("this database belongs to"),
        "{error}"
    );
    assert!(!error.to_string().contains("other-app-key"), "{error}");
    assert!(
        world.another(|_| {}).await.is_ok(),
        "a second instance of the same world"
    );
}

#[tokio::test]
async fn a_start_that_cannot_work_says_why() {
    let world = World::start().await;
    let taken = world
        .another(|s| s.listen = world.service.addr())
        .await
        .unwrap_err();
    assert!(
        taken
            .to_string()
            .contains(&world.service.addr().to_string()),
        "{taken}"
    );
    let public = world
        .another(|s| s.listen = "0.0.0.0:0".parse().unwrap())
        .await
        .unwrap_err();
    assert!(public.to_string().contains("BKASH_PUBLIC_URL"), "{public}");
    let path = world.folder().join("no/such/folder/bkash.db");
    let nowhere = world
        .another(|s| s.database = payment_service::settings::Database::Sqlite(path))
        .await
        .unwrap_err();
    assert!(nowhere.to_string().contains("no/such/folder"), "{nowhere}");
    let memory = world
        .another(|s| {
            s.token_store = payment_service::settings::TokenStoreChoice::Memory;
            s.environment = bkash_client::Environment::sandbox();
            let fresh = world.folder().join("other.db");
            s.database = payment_service::settings::Database::Sqlite(fresh);
        })
        .await
        .unwrap_err();
    assert!(memory.to_string().contains("loopback"), "{memory}");
}

#[tokio::test]
async fn health_readiness_and_metrics_need_no_key() {
    let world = World::start().await;
    let health = Answer::to(world.request("GET", "/healthz")).await;
    assert_eq!(health.json(), json!({"status": "ok"}));
    let ready = Answer::to(world.request("GET", "/readyz")).await.json();
    assert_eq!(ready, json!({"status": "ready", "token_expires_at": null}));

    let payment = world.paid("INV-1", "10.00").await;
    let ready = Answer::to(world.request("GET", "/readyz")).await.json();
    assert!(text(&ready, "token_expires_at").ends_with('Z'), "{ready}");
    let metrics = Answer::to(world.request("GET", "/metrics")).await.text;
    for line in [
        r#"bkash_http_requests_total{route="/v1/payments",method="POST",status="201"} 1"#,
        r#"bkash_http_requests_total{route="/callback/{payment_id}/{secret}",method="GET",status="303"} 1"#,
        r#"bkash_gateway_exchanges_total{call="grant",outcome="success"} 1"#,
        r#"bkash_gateway_exchanges_total{call="execute",outcome="success"} 1"#,
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
    assert!(!metrics.contains(&text(&payment, "id")));
}

#[tokio::test]
async fn what_is_not_settled_is_counted_by_who_must_look() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    world
        .fault(json!({"endpoint": "execute", "fault": "dropped"}))
        .await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    world.visit(&back).await;
    let another = world.another(|_| {}).await.unwrap();
    let counted = async {
        loop {
            let url = format!("http://{}/metrics", another.addr());
            let metrics = world.visit(&url).await.text;
            if metrics.contains("bkash_attention_pending") {
                return metrics;
            }
            tokio::task::yield_now().await;
        }
    };
    let metrics = tokio::time::timeout(Duration::from_secs(10), counted)
        .await
        .unwrap();
    for line in [
        r#"bkash_attention_pending{kind="payment",waits_for="gateway"} 1"#,
        r#"bkash_attention_pending{kind="payment",waits_for="person"} 0"#,
        r#"bkash_attention_pending{kind="refund",waits_for="person"} 0"#,
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
}

#[tokio::test]
async fn a_restart_keeps_payments_keys_and_the_token() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let second = world.another(|_| {}).await.unwrap();
    let back = world.approve(&payment, GOOD_WALLET).await;
    let there = back.replace(
        &world.service.addr().to_string(),
        &second.addr().to_string(),
    );
    assert_eq!(world.visit(&there).await.returned_status(), "completed");
    assert_eq!(world.payment(&payment).await["status"], "completed");
    assert_eq!(
        world.count("token_grant").await,
        1,
        "the token is shared through the database"
    );
    second.shutdown().await;
}

#[tokio::test]
async fn shutdown_waits_for_the_call_that_takes_money() {
    let world = World::start().await;
    let payment = world.create("INV-1", "10.00").await;
    let second = world.another(|_| {}).await.unwrap();
    world
        .fault(json!({"endpoint": "execute", "fault": "delay", "seconds": 1}))
        .await;
    let back = world.approve(&payment, GOOD_WALLET).await;
    let there = back.replace(
        &world.service.addr().to_string(),
        &second.addr().to_string(),
    );
    let hurry = Duration::from_millis(200);
    assert!(
        tokio::time::timeout(hurry, world.visit(&there))
            .await
            .is_err()
    );
    second.shutdown().await;
    assert_eq!(world.payment(&payment).await["status"], "completed");
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_shutdown() {
    let world = World::start().await;
    let second = world.another(|_| {}).await.unwrap();
    let mut idle = TcpStream::connect(second.addr()).await.unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 15];
    idle.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    let mut half = TcpStream::connect(second.addr()).await.unwrap();
    half.write_all(b"GET /healthz HT").await.unwrap();

    let address = second.addr();
    tokio::time::timeout(Duration::from_secs(5), second.shutdown())
        .await
        .unwrap();
    assert!(
        TcpStream::connect(address).await.is_err(),
        "nobody listens any more"
    );
}
