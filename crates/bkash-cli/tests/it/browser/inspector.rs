//! The simulator's inspector in a real Chromium.

use bkash_simulator::Simulator;
use serde_json::{Value, json};

use super::merchant::Merchant;
use super::person::Person;
use super::screen::Screen;

async fn simulator() -> (Simulator, Merchant) {
    let simulator = Simulator::builder().seed(11).start().await.unwrap();
    let merchant = Merchant::admitted(&simulator, "shop-1");
    (simulator, merchant)
}

async fn inspects(simulator: &Simulator, screen: Screen, view: &str) -> Person {
    let person = Person::at(screen).await;
    let url = simulator.url();
    person.opens(&format!("{url}/_simulator#/{view}")).await;
    person.reads("live").await;
    person
}

async fn leaves(person: Person, simulator: &Simulator) {
    assert_eq!(person.complaints().await, Vec::<String>::new());
    let loaded = "return performance.getEntriesByType('resource').map((entry) => entry.name);";
    let loaded = person.evaluates(loaded).await;
    let loaded = loaded.as_array().unwrap();
    assert!(loaded.len() > 15, "{loaded:?}");
    let own = |name: &Value| name.as_str().unwrap().starts_with(simulator.url());
    assert!(loaded.iter().all(own), "{loaded:?}");
    person.leaves().await;
}

async fn texts(person: &Person, css: &str) -> Vec<String> {
    let script = format!(
        "return [...document.querySelectorAll('{css}')].map((found) => found.textContent);"
    );
    serde_json::from_value(person.evaluates(&script).await).unwrap()
}

fn at(address: &str, created: &Value) -> String {
    format!("{address}/{}", created["paymentID"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_a_checkout_as_it_happens_and_can_be_filtered() {
    let (simulator, merchant) = simulator().await;
    let person = inspects(&simulator, Screen::Desktop, "exchanges").await;
    person.reads("token grant").await;
    let created = merchant.creates("INV-LIVE", "1450.00");
    person.reads("INV-LIVE").await;
    merchant.payer_passes(&created);
    let executed = merchant.executes(created["paymentID"].as_str().unwrap());
    assert_eq!(executed["statusCode"], "0000");
    person.reads("execute").await;
    let rows = texts(&person, ".row strong").await;
    let pages = ["page"; 4];
    let expected = [&["execute"], &pages[..], &["create", "token grant"]].concat();
    assert_eq!(rows, expected, "newest first");
    person.looks("60-exchanges").await;

    person.chooses("Endpoint", "create").await;
    person.reads("1 of 7 exchanges").await;
    person.chooses("Endpoint", "any endpoint").await;
    person.writes("Search", "inv-live").await;
    person.reads("2 of 7 exchanges").await;
    person.writes("Search", "no such thing").await;
    person.reads("No exchange fits the filter.").await;
    person.writes("Search", "inv-live").await;
    person.reads("2 of 7 exchanges").await;

    person.presses("create").await;
    person.reads("https://shop.example/callback").await;
    person.presses("Copy as curl").await;
    person.reads("Copied.").await;
    let command = texts(&person, "#curl").await.concat();
    let asked = format!(
        "curl -X POST '{}/v1.2.0-beta/tokenized/checkout/create'",
        simulator.url()
    );
    assert!(command.starts_with(&asked), "{command}");
    assert!(
        command.contains("-H \"authorization: $ID_TOKEN\""),
        "{command}"
    );
    assert!(command.contains("\"amount\":\"1450.00\""), "{command}");
    person.looks("61-exchange").await;
    leaves(person, &simulator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_of_a_token_call_is_on_the_page_or_in_its_command() {
    let (simulator, _merchant) = simulator().await;
    let person = inspects(&simulator, Screen::Desktop, "exchanges/1").await;
    person.reads("token grant").await;
    let page = person.evaluates("return document.body.textContent;").await;
    let page = page.as_str().unwrap();
    assert!(!page.contains("canary"), "{page}");
    let command = texts(&person, "#curl").await.concat();
    for placeholder in ["password: $PASSWORD", "\"$APP_SECRET\""] {
        assert!(command.contains(placeholder), "{command}");
    }
    leaves(person, &simulator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_of_a_payment_has_its_calls_in_their_order_also_on_a_phone() {
    for screen in [Screen::Desktop, Screen::Phone] {
        let (simulator, merchant) = simulator().await;
        let created = merchant.creates("INV-PICTURE", "310.00");
        merchant.payer_passes(&created);
        let lost = json!({ "endpoint": "execute", "fault": "answer_lost" });
        merchant.control("POST", "faults", &lost);
        let payment_id = created["paymentID"].as_str().unwrap();
        assert_eq!(merchant.executes(payment_id), Value::Null);
        let person = inspects(&simulator, screen, &at("payments", &created)).await;
        person.reads("Who called whom").await;
        let steps = texts(&person, ".unseen-list li").await;
        let beginnings = [
            "Shop to bKash: create",
            "bKash to Shop: 0000 Successful",
            "Payer's browser to bKash: opens the bkashURL",
            "Payer's browser to bKash: gives the account number",
            "Payer's browser to bKash: gives the code",
            "Payer's browser to bKash: gives the PIN",
            "bKash to Payer's browser: callback: success",
            "Shop to bKash: execute (fault: answer lost)",
            "bKash to Shop: no answer",
        ];
        assert_eq!(steps.len(), beginnings.len(), "{steps:?}");
        for (step, beginning) in steps.iter().zip(beginnings) {
            assert!(step.starts_with(beginning), "{step}: {beginning}");
        }
        let drawn = texts(&person, "svg.diagram .label").await;
        assert_eq!(drawn.len(), beginnings.len(), "{drawn:?}");
        person.looks("62-payment").await;
        leaves(person, &simulator).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_can_be_played_and_the_payment_changes_before_ones_eyes() {
    let (simulator, merchant) = simulator().await;
    let created = merchant.creates("INV-PLAY", "20.00");
    let person = inspects(&simulator, Screen::Phone, "payments").await;
    person.looks("63-payments").await;
    person.presses("INV-PLAY").await;
    person.reads("Be the payer").await;
    person.writes("Wallet", "123").await;
    person.presses("Approve").await;
    person.reads("11 digits that begin with 01").await;
    person.writes("Wallet", "01929918378").await;
    person.presses("Approve").await;
    person.reads("approved").await;
    merchant.executes(created["paymentID"].as_str().unwrap());
    person.reads("completed").await;
    // The refused number is what the browser complains of.
    let complaints = person.complaints().await;
    assert!(
        complaints.iter().all(|line| line.contains("400")),
        "{complaints:?}"
    );
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wallets_clock_and_faults_are_changed_by_hand() {
    for screen in [Screen::Desktop, Screen::Phone] {
        let (simulator, merchant) = simulator().await;
        let person = inspects(&simulator, screen, "wallets").await;
        person.writes("Balance", "12.50").await;
        person.presses("Save").await;
        person.reads("৳12.50").await;
        person.presses("Lock").await;
        person.reads("Unlock").await;
        person.looks("64-wallets").await;
        let wallets = merchant.control("GET", "wallets", &Value::Null);
        assert!(
            wallets.contains(r#""balance":"12.50","locked":true"#),
            "{wallets}"
        );
        person.presses("Unlock").await;
        person.reads_no_longer("Unlock").await;

        person.presses("World").await;
        person.presses("+ 28 days").await;
        person.chooses("Speed", "stands still").await;
        person.reads("frozen").await;
        person.looks("65-world").await;
        let clock = merchant.control("GET", "clock", &Value::Null);
        assert!(clock.contains(r#""speed":0"#), "{clock}");
        assert!(clock.contains(r#""ahead_seconds":24191"#), "{clock}");

        person.presses("Faults").await;
        person.reads("No fault waits").await;
        person.chooses("Fault", "delay").await;
        person.chooses("Endpoint", "execute").await;
        person.writes("Seconds", "31").await;
        person.presses("Add the fault").await;
        person.reads("strikes once more").await;
        person.looks("66-faults").await;
        let faults = merchant.control("GET", "faults", &Value::Null);
        assert!(faults.contains(r#""seconds":31"#), "{faults}");
        person.presses("Remove").await;
        person.reads("No fault waits").await;
        person.presses_labelled("Play execute-in-the-dark").await;
        person.reads("answer lost").await;
        person.presses("Remove all").await;
        person.reads("No fault waits").await;
        leaves(person, &simulator).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_world_is_looked_at_by_itself() {
    let (simulator, merchant) = simulator().await;
    merchant.creates("INV-ONE", "5.00");
    Merchant::admitted(&simulator, "shop-2").creates("INV-TWO", "5.00");
    let person = inspects(&simulator, Screen::Desktop, "exchanges").await;
    person.reads("INV-ONE").await;
    person.chooses("World", "shop-2").await;
    person.reads("INV-TWO").await;
    person.does_not_read("INV-ONE").await;
    leaves(person, &simulator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_waits_for_the_first_call_and_looks_well_in_the_dark() {
    let simulator = Simulator::start().await.unwrap();
    let person = Person::at(Screen::DarkDesktop).await;
    person
        .opens(&format!("{}/_simulator", simulator.url()))
        .await;
    person.reads("Nothing has been called yet.").await;
    person.looks("67-empty").await;
    let merchant = Merchant::admitted(&simulator, "shop-1");
    merchant.creates("INV-FIRST", "5.00");
    person.reads("INV-FIRST").await;
    let created = merchant.creates("INV-DARK", "7.00");
    merchant.payer_passes(&created);
    let address = format!("{}/_simulator?app_key=shop-1#/", simulator.url());
    person
        .opens(&at(&format!("{address}payments"), &created))
        .await;
    person.reads("Who called whom").await;
    person.looks("68-payment").await;
    leaves(person, &simulator).await;
}
