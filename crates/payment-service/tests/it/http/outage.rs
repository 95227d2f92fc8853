//! The token store goes away, and comes back.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use payment_service::settings::TokenStoreChoice;
use serde_json::json;
use tempfile::TempDir;

use crate::answer::Answer;
use crate::world::{World, order};

/// A Redis server that a test may stop and start.
struct Redis(TempDir);

impl Redis {
    fn start() -> Self {
        let redis = Self(tempfile::tempdir().unwrap());
        redis.run("start");
        redis
    }

    fn run(&self, what: &str) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/servers");
        let ran = Command::new(script)
            .args(["redis", what])
            .arg(self.0.path())
            .status()
            .unwrap();
        assert!(ran.success(), "scripts/servers redis {what}");
    }

    /// Stops it in the middle of everything, or lets it go on: its connections stay open.
    fn signal(&self, signal: &str) {
        let pid = std::fs::read_to_string(self.0.path().join("redis/pid")).unwrap();
        let kill = Command::new("kill").args([signal, pid.trim()]).status();
        assert!(kill.unwrap().success());
    }

    fn choice(&self) -> TokenStoreChoice {
        let port = std::fs::read_to_string(self.0.path().join("redis.port")).unwrap();
        let url = format!("redis://127.0.0.1:{}/0", port.trim());
        url.parse().unwrap()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.run("stop");
    }
}

async fn metric(world: &World) -> String {
    let metrics = Answer::to(world.request("GET", "/metrics")).await.text;
    let line = metrics
        .lines()
        .find(|line| line.starts_with("bkash_token_store_available"));
    line.unwrap_or_default().to_owned()
}

async fn is_ready_again(world: &World) {
    for _ in 0..200 {
        let ready = Answer::to(world.request("GET", "/readyz")).await;
        if ready.status == 200 && ready.json().get("token_store").is_none() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the token store is back, and nobody noticed");
}

#[tokio::test]
async fn without_its_token_store_a_service_goes_on_with_the_token_in_hand_and_says_so() {
    let redis = Redis::start();
    let world = World::with(|settings| settings.token_store = redis.choice()).await;
    world.paid("INV-1", "10.00").await;
    assert_eq!(metric(&world).await, "bkash_token_store_available 1");

    redis.run("stop");
    let ready = Answer::to(world.request("GET", "/readyz")).await;
    assert_eq!(ready.status, 200, "{}", ready.text);
    let told = ready.json();
    assert_eq!(told["token_store"], "unavailable");
    assert!(told["token_expires_at"].is_string(), "{told}");
    assert_eq!(metric(&world).await, "bkash_token_store_available 0");
    world.paid("INV-2", "11.00").await;

    redis.run("start");
    is_ready_again(&world).await;
    assert_eq!(metric(&world).await, "bkash_token_store_available 1");
    assert_eq!(world.count("token_grant").await, 1);
}

#[tokio::test]
async fn a_token_store_that_hangs_is_given_up_on_and_holds_up_no_payment() {
    let redis = Redis::start();
    let world = World::with(|settings| settings.token_store = redis.choice()).await;
    world.paid("INV-1", "10.00").await;
    redis.signal("-STOP");
    let asked = Instant::now();
    let ready = Answer::to(world.request("GET", "/readyz")).await;
    let took = asked.elapsed();
    assert_eq!(ready.json()["token_store"], "unavailable", "{}", ready.text);
    assert!(took < Duration::from_secs(6), "{took:?}");
    let paying = Instant::now();
    world.paid("INV-2", "11.00").await;
    assert!(
        paying.elapsed() < Duration::from_secs(3),
        "it waited for the store"
    );
    redis.signal("-CONT");
    is_ready_again(&world).await;
}

#[tokio::test]
async fn without_a_token_and_without_its_store_nothing_is_sent_and_the_shop_is_told_why() {
    let redis = Redis::start();
    let world = World::with(|settings| settings.token_store = redis.choice()).await;
    redis.run("stop");
    let ready = Answer::to(world.request("GET", "/readyz")).await;
    assert_eq!(ready.status, 503, "{}", ready.text);
    assert!(ready.text.contains("no token is in hand"), "{}", ready.text);
    let answer = world
        .post("/v1/payments", None, &order("INV-1", "10.00"))
        .await;
    assert_eq!(answer.status, 502, "{}", answer.text);
    let problem = answer.json();
    assert_eq!(problem["type"], json!("gateway-not-reached"));
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.contains("the token store cannot be used"),
        "{detail}"
    );
    assert_eq!(world.count("token_grant").await, 0);

    redis.run("start");
    is_ready_again(&world).await;
    world.create("INV-1", "10.00").await;
}

#[tokio::test]
async fn a_service_whose_redis_is_not_there_does_not_start_and_names_it_without_its_password() {
    let world = World::start().await;
    let error = world
        .another(|settings| {
            settings.token_store = "redis://shop:canary@127.0.0.1:1/0".parse().unwrap();
        })
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("redis://127.0.0.1:1/0"), "{error}");
    assert!(!error.contains("canary"), "{error}");
}
