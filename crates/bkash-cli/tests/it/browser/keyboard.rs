//! The payer's pages with a keyboard alone, and as a screen reader has them.

use bkash_simulator::Simulator;
use serde_json::{Value, json};

use super::merchant::Merchant;
use super::person::Person;
use super::screen::Screen;

const ENTER: char = '\u{e007}';
const TAB: char = '\u{e004}';

/// What a screen reader would say of the place that has the focus.
const FOCUS: &str = "const at = document.activeElement;
    return [at.labels && at.labels.length ? at.labels[0].textContent.trim() : at.textContent.trim(),
        (document.getElementById(at.getAttribute('aria-describedby')) || {}).textContent || ''];";

async fn arrives(simulator: &Simulator) -> Person {
    let merchant = Merchant::admitted(simulator, "shop-1");
    let created = merchant.creates("INV-1", "250");
    let person = Person::at(Screen::Desktop).await;
    person.opens(created["bkashURL"].as_str().unwrap()).await;
    person
}

async fn focus(person: &Person) -> (String, String) {
    serde_json::from_value(person.evaluates(FOCUS).await).unwrap()
}

/// Nothing from elsewhere, nothing that the browser complains of, and each language is said to be one.
async fn leaves(person: Person, simulator: &Simulator) {
    assert_eq!(person.complaints().await, Vec::<String>::new());
    let loaded = "return performance.getEntriesByType('resource').map((entry) => entry.name);";
    let loaded = person.evaluates(loaded).await;
    let own = |name: &Value| name.as_str().unwrap().starts_with(simulator.url());
    assert!(loaded.as_array().unwrap().iter().all(own), "{loaded}");
    let unsaid = "return [...document.querySelectorAll('main *, body > *')].filter((one) =>
        /[\\u0980-\\u09ef]/.test([...one.childNodes].filter((node) => node.nodeType === 3)
            .map((node) => node.data).join('')) && !one.closest('[lang=bn]'))
        .map((one) => one.outerHTML);";
    assert_eq!(
        person.evaluates(unsaid).await,
        json!([]),
        "Bangla that does not say so"
    );
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_pays_with_the_keyboard_alone() {
    let simulator = Simulator::start().await.unwrap();
    let person = arrives(&simulator).await;
    // The number is filled in; each step has its field in focus.
    person.types(&ENTER.to_string()).await;
    person.reads("Verification code sent to").await;
    let (label, _) = focus(&person).await;
    assert!(label.starts_with("Verification code sent to"), "{label}");
    person.types(&format!("123456{ENTER}")).await;
    person.reads("PIN").await;
    person.types(&format!("12121{ENTER}")).await;
    person.reads("Verification successful").await;
    person.looks("keyboard-success").await;
    leaves(person, &simulator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_told_where_the_focus_is_and_the_way_out_can_be_reached() {
    let simulator = Simulator::start().await.unwrap();
    let person = arrives(&simulator).await;
    person.types(&ENTER.to_string()).await;
    person.reads("Verification code sent to").await;
    person.types(&format!("000000{ENTER}")).await;
    person.reads("Tries left: 2").await;
    let (label, described) = focus(&person).await;
    assert!(label.starts_with("Verification code sent to"), "{label}");
    assert!(described.contains("Wrong verification code"), "{described}");
    let role = "return document.getElementById('notice').getAttribute('role');";
    assert_eq!(person.evaluates(role).await, "alert");
    let mut reached = Vec::new();
    for _ in 0..3 {
        person.types(&TAB.to_string()).await;
        reached.push(focus(&person).await.0);
    }
    for (place, words) in reached.iter().zip(["Close", "Confirm", "Send again"]) {
        assert!(place.starts_with(words), "{reached:?}");
    }
    leaves(person, &simulator).await;
}
