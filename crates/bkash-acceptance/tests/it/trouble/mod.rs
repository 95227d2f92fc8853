//! The likely reason, at small shops that do not reach the hosted page.

mod gateway;
mod shop;

use bkash_acceptance::browser::Arrival;
use bkash_acceptance::record::{Exchange, Trouble};
use bkash_acceptance::trouble::{Scene, why};
use serde_json::{Value, json};

use crate::browser::GATEWAY;

fn reason(arrival: &Arrival, calls: &[Exchange]) -> Trouble {
    let calls: Vec<_> = calls.iter().collect();
    why(&Scene {
        arrival,
        calls: &calls,
        gateway: &GATEWAY.parse().unwrap(),
    })
}

/// One call as the journal tells it.
fn call(endpoint: &str, path: &str, status: u16, answer: &Value) -> Exchange {
    serde_json::from_value(json!({
        "id": 1, "at": "2026-01-01T00:00:00Z", "endpoint": endpoint,
        "request": {"method": "POST", "path": path, "headers": {}, "body": {}},
        "response": {"status": status, "headers": {}, "body": answer},
        "duration_ms": 5, "disconnected_after_ms": null,
    }))
    .unwrap()
}

/// Both languages say it, and the Bangla is Bangla.
fn assert_told(trouble: &Trouble, saw: &str, advice: &str) {
    assert!(trouble.saw.en.contains(saw), "{trouble:#?}");
    assert!(trouble.advice.en.contains(advice), "{trouble:#?}");
    for said in [&trouble.saw, &trouble.advice] {
        let is_bangla = said
            .bn
            .chars()
            .any(|c| ('\u{980}'..='\u{9ff}').contains(&c));
        assert!(is_bangla, "{said:?}");
    }
}
