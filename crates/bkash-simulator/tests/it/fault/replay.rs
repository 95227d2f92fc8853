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

#[tokio::test(start_paused = true)]
async fn the_luck_of_a_fault_is_its_own() {
    assert_eq!(lives(7, false).await, lives(7, true).await);
}
