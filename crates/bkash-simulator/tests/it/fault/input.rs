//! What may be asked for, and what is told of what may not.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::harness::Merchant;

#[tokio::test]
async fn a_wrong_field_is_named_with_what_it_may_hold() {
    let merchant = Merchant::new().await;
    let latency = |more: Value| {
        let mut fault = json!({ "endpoint": "any", "fault": "latency", "distribution": "uniform" });
        fault
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        fault
    };
    for (field, fault) in [
        ("endpoint", json!({ "endpoint": [], "fault": "dropped" })),
        (
            "endpoint",
            json!({ "endpoint": ["any"], "fault": "dropped" }),
        ),
        (
            "endpoint",
            json!({ "endpoint": "callback", "fault": "dropped" }),
        ),
        (
            "endpoint",
            json!({ "endpoint": "execute", "fault": "callback_missing" }),
        ),
        (
            "seconds",
            json!({ "endpoint": "execute", "fault": "clock_skew", "seconds": 0.5 }),
        ),
        (
            "seconds",
            json!({ "endpoint": "execute", "fault": "answer_lost", "seconds": 5 }),
        ),
        (
            "endpoint",
            json!({ "endpoint": "execute", "fault": "short_token", "seconds": 5 }),
        ),
        (
            "seconds",
            json!({ "endpoint": "any", "fault": "short_token" }),
        ),
        (
            "seconds",
            json!({ "endpoint": "token_grant", "fault": "short_token", "seconds": 0 }),
        ),
        (
            "field",
            json!({ "endpoint": "execute", "fault": "altered", "field": "", "value": "" }),
        ),
        (
            "value",
            json!({ "endpoint": "execute", "fault": "altered", "field": "amount" }),
        ),
        (
            "value",
            json!({ "endpoint": "execute", "fault": "altered", "field": "amount", "value": 5 }),
        ),
        (
            "form",
            json!({ "endpoint": "execute", "fault": "maintenance", "form": "loud" }),
        ),
        (
            "distribution",
            json!({ "endpoint": "any", "fault": "latency" }),
        ),
        ("distribution", latency(json!({ "distribution": "flat" }))),
        ("max", latency(json!({ "min": 2 }))),
        ("max", latency(json!({ "min": 2, "max": 1 }))),
        ("p99", latency(json!({ "min": 1, "max": 2, "p99": 3 }))),
        (
            "p99",
            latency(json!({ "distribution": "pareto", "median": 2, "p99": 2 })),
        ),
        (
            "p99",
            latency(json!({ "distribution": "lognormal", "median": 0, "p99": 2 })),
        ),
        (
            "every",
            json!({ "endpoint": "execute", "fault": "dropped", "every": 0 }),
        ),
        (
            "probability",
            json!({ "endpoint": "execute", "fault": "dropped", "probability": 0 }),
        ),
        (
            "probability",
            json!({ "endpoint": "execute", "fault": "dropped", "probability": 2 }),
        ),
        (
            "count",
            json!({ "endpoint": "execute", "fault": "dropped", "count": "many" }),
        ),
        (
            "from",
            json!({ "endpoint": "execute", "fault": "dropped", "from": "noon" }),
        ),
        (
            "from",
            json!({ "endpoint": "execute", "fault": "dropped", "from": -1 }),
        ),
        (
            "until",
            json!({ "endpoint": "execute", "fault": "dropped", "from": 9, "until": 9 }),
        ),
        (
            "wallet",
            json!({ "endpoint": "execute", "fault": "dropped", "wallet": "017" }),
        ),
        (
            "wallet",
            json!({ "endpoint": "token_grant", "fault": "dropped", "wallet": "01770618575" }),
        ),
        (
            "merchantInvoiceNumber",
            json!({ "endpoint": "token_grant", "fault": "dropped", "merchantInvoiceNumber": "I" }),
        ),
        (
            "forged_status",
            json!({ "endpoint": "callback", "fault": "callback_forged", "forged_status": "paid" }),
        ),
        (
            "forged_paymentID",
            json!({ "endpoint": "callback", "fault": "callback_forged", "forged_paymentID": "a b" }),
        ),
    ] {
        let refused = merchant.control("POST", "faults", fault.clone()).await;
        assert_eq!(refused.status, 400, "{fault}");
        assert_eq!(refused.text("field"), field, "{fault}");
        assert!(!refused.body["allowed"].is_null(), "{}", refused.body);
    }
}

#[tokio::test]
async fn the_readmes_table_is_the_catalogue() {
    let merchant = Merchant::new().await;
    let catalogue = merchant
        .control("GET", "faults/catalogue", Value::Null)
        .await;
    let kinds = catalogue.body["data"].as_array().unwrap();
    assert!(kinds.len() > 20, "{}", kinds.len());
    let readme = include_str!("../../../README.md");
    for kind in kinds {
        let fields: Vec<String> = kind["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| format!("`{}`", field.as_str().unwrap()))
            .collect();
        let row = format!(
            "| `{}` | {} | {} | {} |",
            kind["name"].as_str().unwrap(),
            kind["shows"].as_str().unwrap(),
            kind["work"].as_str().unwrap(),
            fields.join(", "),
        );
        assert!(readme.contains(&row), "the README lacks\n{row}");
    }
}

#[tokio::test]
async fn a_world_holds_only_so_many_faults() {
    let merchant = Merchant::new().await;
    let fault = json!({ "endpoint": "execute", "fault": "dropped" });
    for _ in 0..1000 {
        merchant.fault(fault.clone()).await;
    }
    let refused = merchant.control("POST", "faults", fault).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.text("detail").contains("at most 1000"),
        "{}",
        refused.body
    );
}

const FIELDS: [&str; 26] = [
    "endpoint",
    "fault",
    "seconds",
    "after_effect",
    "status",
    "code",
    "count",
    "paymentID",
    "merchantInvoiceNumber",
    "wallet",
    "probability",
    "every",
    "from",
    "until",
    "distribution",
    "min",
    "max",
    "median",
    "p99",
    "form",
    "forged_status",
    "age_seconds",
    "tamper",
    "field",
    "value",
    "colour",
];

const WORDS: [&str; 25] = [
    "any",
    "notification_early",
    "notification_old",
    "notification_forged",
    "execute",
    "callback",
    "notification",
    "delay",
    "latency",
    "timeout",
    "status",
    "code",
    "maintenance",
    "clock_skew",
    "short_token",
    "altered",
    "callback_late",
    "callback_forged",
    "unlimited",
    "pareto",
    "normal",
    "2023",
    "01770618575",
    "2026-01-01T00:00:00Z",
    "success",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => prop::sample::select(&WORDS[..]).prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => any::<i64>().prop_map(Value::from),
        2 => (0_i64..600).prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => (0.0..1.0).prop_map(Value::from),
        1 => ".{0,12}".prop_map(Value::from),
    ];
    let list = prop::collection::vec(leaf.clone(), 0..3).prop_map(Value::from);
    prop_oneof![9 => leaf, 1 => list]
}

/// Half of them are a fault that exists at an endpoint that exists, and anything beside.
fn fault() -> impl Strategy<Value = Value> {
    let fields = prop::collection::vec((prop::sample::select(&FIELDS[..]), value()), 0..6);
    (fields, prop::sample::select(&WORDS[..18]), any::<bool>()).prop_map(|(fields, name, sane)| {
        let named = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        let mut fault: Map<String, Value> = named.collect();
        if sane {
            fault.insert("fault".to_owned(), name.into());
            fault.insert("endpoint".to_owned(), "any".into());
        }
        fault.into()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_object_gives_an_id_or_names_the_field_to_mend(fault in fault()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let answer = runtime.block_on(async {
            Merchant::new().await.control("POST", "faults", fault.clone()).await
        });
        match answer.status.as_u16() {
            201 => prop_assert_eq!(&answer.body, &json!({ "id": 1 })),
            status => {
                prop_assert_eq!(status, 400, "{} {}", fault, answer.body);
                prop_assert!(answer.body["field"].is_string(), "{} {}", fault, answer.body);
                prop_assert!(!answer.body["allowed"].is_null(), "{} {}", fault, answer.body);
            }
        }
    }
}
