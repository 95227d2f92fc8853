//! The likely reason, at small shops that do not reach the hosted page.

mod gateway;
mod shop;

use bkash_acceptance::browser::{Answer, Arrival, End};
use bkash_acceptance::record::{Exchange, Trouble};
use bkash_acceptance::trouble::{Scene, why};
use serde_json::{Value, json};

use crate::browser::GATEWAY;

fn reason(arrival: &Arrival, calls: &[Exchange]) -> Trouble {
    let calls: Vec<_> = calls.iter().collect();
    why(&Scene {
        arrival,
        calls: &calls,
        heard_before: false,
        gateway: &GATEWAY.parse().unwrap(),
    })
}

#[test]
fn a_shop_that_the_gateway_has_heard_before_is_not_sent_after_its_base_url() {
    let page = Answer {
        url: "http://127.0.0.1:8000/pay".parse().unwrap(),
        status: 503,
        headers: reqwest::header::HeaderMap::new(),
        body: "Please try again later.".to_owned(),
    };
    let arrival = Arrival {
        answers: vec![page],
        scripts: Vec::new(),
        end: End::Page,
        took: std::time::Duration::ZERO,
    };
    let told = |heard_before| {
        why(&Scene {
            arrival: &arrival,
            calls: &[],
            heard_before,
            gateway: &GATEWAY.parse().unwrap(),
        })
    };
    assert_told(&told(false), "nobody called the gateway", "base URL");
    assert_told(&told(true), "the gateway heard nothing", "raise that limit");
    assert!(!told(true).advice.en.contains("base URL"));
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
