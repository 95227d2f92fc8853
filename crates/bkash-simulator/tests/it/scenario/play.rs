use bkash_simulator::Scenario;
use serde_json::{Value, json};

use crate::harness::{Merchant, builder};

const MINE: &str = r#"
name = "mine"
story = "Creates are refused for a minute, from the second minute on."
profile = "strict"

[switches]
second_execute = "2062"

[clock]
advance = 3600

[[wallet]]
number = "01770618575"
locked = true

[[wallet]]
number = "01555555555"
balance = "7.50"

[[fault]]
endpoint = "create"
fault = "status"
status = 503
count = "unlimited"
from = 60
until = 120
"#;

async fn creates_by_the_minute(merchant: &Merchant) -> [u16; 3] {
    let mut seen = [0; 3];
    for status in &mut seen {
        *status = merchant.create("5").await.status.as_u16();
        merchant.advance(60).await;
    }
    seen
}

#[tokio::test]
async fn a_scenario_sets_switches_clock_and_wallets_and_times_its_faults_from_then_on() {
    let merchant = Merchant::new().await;
    let played = merchant.scenario(MINE).await;
    assert_eq!(played.status, 201, "{}", played.body);
    assert_eq!(played.body, json!({ "name": "mine", "faults": [1] }));
    let switches = merchant.control("GET", "switches", Value::Null).await;
    let value = |name: &str| switches.body["switches"][name]["value"].clone();
    assert_eq!(value("second_execute"), "2062");
    assert_eq!(value("authorization"), "raw", "of the strict profile");
    assert_eq!(merchant.balance("01555555555").await, "7.50");
    let books = merchant.books().await;
    assert_eq!(books["now"], "2025-12-11T06:48:29.876Z");
    assert_eq!(books["wallets"][0]["locked"], true);
    let faults = merchant.control("GET", "faults", Value::Null).await;
    assert_eq!(faults.body["data"][0]["scenario"], "mine");
    assert_eq!(faults.body["data"][0]["from"], "2025-12-11T06:49:29.876Z");
    let merchant = Merchant {
        token: merchant.grant().await.text("id_token").to_owned(),
        ..merchant
    };
    assert_eq!(creates_by_the_minute(&merchant).await, [200, 503, 200]);
}

#[tokio::test]
async fn a_scenario_of_the_start_begins_with_the_first_call_of_each_world_and_anew_after_a_reset() {
    let text = MINE
        .replace("profile = \"strict\"", "")
        .replace("advance = 3600", "");
    let scenario = Scenario::parse("mine.toml", &text).unwrap();
    let clock = crate::harness::clock();
    let router = builder()
        .clock(std::sync::Arc::clone(&clock) as _)
        .scenario(scenario)
        .router();
    clock.set("2025-12-11T07:00:00Z");
    let first = Merchant::admitted(router.clone(), "key-1").await;
    assert_eq!(creates_by_the_minute(&first).await, [200, 503, 200]);
    clock.set("2025-12-11T08:00:00Z");
    let second = Merchant::admitted(router, "key-2").await;
    assert_eq!(creates_by_the_minute(&second).await, [200, 503, 200]);
    second.control("POST", "reset", Value::Null).await;
    let again = Merchant {
        token: second.grant().await.text("id_token").to_owned(),
        ..second
    };
    assert_eq!(again.balance("01555555555").await, "7.50");
    assert_eq!(creates_by_the_minute(&again).await, [200, 503, 200]);
}

#[tokio::test]
async fn what_a_tester_sets_before_the_first_call_comes_on_top_of_the_scenario() {
    let router = builder()
        .scenario(Scenario::named("eid-rush").unwrap())
        .router();
    let nobody = Merchant {
        router: router.clone(),
        app_key: String::new(),
        token: String::new(),
    };
    let post = |path: &str, body: Value| {
        let request = http::Request::post(format!("/_simulator/{path}"));
        request
            .body(axum::body::Body::from(body.to_string()))
            .unwrap()
    };
    let fault = json!({ "endpoint": "token_refresh", "fault": "dropped" });
    assert_eq!(nobody.send(post("faults", fault)).await.status, 201);
    let merchant = Merchant::admitted(router, "key-1").await;
    assert_eq!(merchant.balance("01619777283").await, "20.00");
    let faults = merchant.control("GET", "faults", Value::Null).await;
    let faults = faults.body["data"].as_array().unwrap();
    let from: Vec<_> = faults
        .iter()
        .map(|fault| fault["scenario"].as_str())
        .collect();
    let told = Some("eid-rush");
    assert_eq!(from, [told, told, told, None]);
}

#[tokio::test]
async fn shipped_scenarios_are_listed_shown_and_played_by_name() {
    let merchant = Merchant::new().await;
    let listed = merchant.control("GET", "scenarios", Value::Null).await;
    let listed = listed.body["data"].as_array().unwrap();
    assert!(listed.len() >= 8);
    for scenario in listed {
        let name = scenario["name"].as_str().unwrap();
        let shown = merchant
            .control("GET", &format!("scenarios/{name}"), Value::Null)
            .await;
        let text = shown.body.as_str().unwrap();
        assert_eq!(Scenario::parse(name, text).unwrap().name(), name);
        let played = merchant
            .scenario(&json!({ "name": name }).to_string())
            .await;
        let faults = played.body["faults"].as_array().unwrap().len();
        assert_eq!(faults, scenario["faults"], "{name}");
    }
    let unknown = merchant
        .control("GET", "scenarios/doomsday", Value::Null)
        .await;
    assert_eq!(unknown.status, 404);
}
