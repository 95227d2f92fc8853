//! The same seed and the same calls are struck the same way.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::harness::{Merchant, builder};

/// What thirty creates met: their status and how long they took.
async fn lives(seed: u64, extra_rule: bool) -> Vec<(u16, Duration)> {
    let merchant = Merchant::admitted(builder().seed(seed).router(), "key-1").await;
    if extra_rule {
        let never = json!({ "endpoint": "query", "fault": "dropped", "probability": 0.5 });
        merchant.fault(never).await;
    } else {
        let removed = merchant
            .fault(json!({ "endpoint": "query", "fault": "dropped" }))
            .await;
        merchant
            .control("DELETE", &format!("faults/{removed}"), json!(null))
            .await;
    }
    merchant
        .fault(json!({
            "endpoint": "create", "fault": "too_many_requests", "probability": 0.3,
            "count": "unlimited",
        }))
        .await;
    merchant
        .fault(json!({
            "endpoint": "any", "fault": "latency", "distribution": "lognormal", "median": 0.4,
            "p99": 9, "count": "unlimited",
        }))
        .await;
    let mut met = Vec::new();
    for _ in 0..30 {
        let started = Instant::now();
        let status = merchant.create("5").await.status.as_u16();
        met.push((status, started.elapsed()));
    }
    met
}

#[tokio::test(start_paused = true)]
async fn equal_seeds_give_equal_strikes_and_other_seeds_others() {
    let first = lives(7, false).await;
    assert_eq!(first, lives(7, false).await);
    assert_ne!(first, lives(8, false).await);
    let refused = first.iter().filter(|(status, _)| *status == 429).count();
    assert!((1..29).contains(&refused), "{refused} of 30");
}

/// What a scenario full of chance has struck, call by call.
async fn strikes(merchant: &mut Merchant) -> Vec<Option<String>> {
    for amount in 1..=60 {
        let granted = merchant.grant().await;
        if let Some(token) = granted.body["id_token"].as_str() {
            token.clone_into(&mut merchant.token);
        }
        merchant.create(&amount.to_string()).await;
    }
    let journal = merchant.journal().await;
    let fault = |entry: &serde_json::Value| entry["fault"].as_str().map(str::to_owned);
    journal.iter().map(fault).collect()
}

#[tokio::test(start_paused = true)]
async fn a_scenario_is_replayed_by_its_seed_also_after_a_reset() {
    let router = || {
        let scenario = bkash_simulator::Scenario::named("half-broken").unwrap();
        builder().seed(41).scenario(scenario).router()
    };
    let mut lives = Vec::new();
    for _ in 0..2 {
        let mut merchant = Merchant {
            router: router(),
            app_key: "key-1".to_owned(),
            token: String::new(),
        };
        lives.push(strikes(&mut merchant).await);
        merchant
            .control("POST", "reset", json!({ "seed": 41 }))
            .await;
        lives.push(strikes(&mut merchant).await);
    }
    assert!(lives[0].iter().flatten().count() > 3, "{:?}", lives[0]);
    assert!(lives.iter().all(|life| *life == lives[0]), "{lives:?}");
}

#[tokio::test(start_paused = true)]
async fn the_luck_of_a_fault_is_its_own() {
    assert_eq!(lives(7, false).await, lives(7, true).await);
}
