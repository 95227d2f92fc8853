use serde_json::Value;

use super::judging::Judging;
use crate::harness::{Bkash, request};

pub(super) const CREATE: &[&str] = &[
    "payment",
    "create",
    "--amount",
    "500",
    "--payer-reference",
    "01770618575",
    "--callback-url",
    "http://127.0.0.1/callback",
    "--json",
];

/// A payment that waits for its payer.
pub(super) fn created(shop: &Bkash, invoice: &str) -> String {
    let created = shop.json(&[CREATE, &["--invoice", invoice]].concat());
    created["gateway_payment_id"].as_str().unwrap().to_owned()
}

/// Pays at the hosted pages of this simulator, and executes.
pub(super) fn paid(shop: &Bkash, simulator: &str, invoice: &str) -> String {
    let payment = created(shop, invoice);
    pay(simulator, &payment, "{}");
    let executed = shop.json(&["payment", "execute", &payment, "--json"]);
    assert_eq!(executed["transaction_status"], "Completed");
    payment
}

fn pay(simulator: &str, payment: &str, how: &str) {
    let path = format!("/_simulator/payments/{payment}/pay");
    let answer = request(simulator, "POST", &path, how);
    assert!(answer.contains("callbackURL"), "{answer}");
}

pub(super) fn outcome(report: &Value, id: &str) -> String {
    let cases = report["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["id"] == id);
    let case = case.unwrap_or_else(|| panic!("no {id}: {report}"));
    case["outcome"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_shown_is_ticked_off_and_told_in_the_report() {
    let mut judging = Judging::start(&Bkash::new(), &["--watch", "--format", "json"]);
    let todo = judging.wait_for("callback/2");
    assert!(todo.contains("cancel a payment"), "{todo}");
    let shop = Bkash::with_gateway(judging.url());
    paid(&shop, judging.url(), "INV-1");
    judging.wait_for("✓ milestones/1");
    let run = judging.stop();
    assert_eq!(run.code, 3, "{run:?}");
    let report = run.json();
    assert_eq!(outcome(&report, "milestones/1"), "passed");
    assert_eq!(outcome(&report, "messages/1"), "not_judged");
    let cases = report["cases"].as_array().unwrap();
    assert!(cases.iter().all(|case| case["outcome"] != "failed"));
}

#[test]
fn what_is_wrong_is_told_at_once_and_ends_with_code_1() {
    let mut judging = Judging::start(&Bkash::new(), &["--watch", "--only", "query"]);
    let shop = Bkash::with_gateway(judging.url());
    let payment = paid(&shop, judging.url(), "INV-1");
    shop.json(&["payment", "query", &payment, "--json"]);
    judging.wait_for("✗ query/1");
    let run = judging.stop();
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("query/1"), "{}", run.stdout);
    assert!(!run.stdout.contains("milestones/1"), "{}", run.stdout);
}

#[test]
fn it_is_told_in_bangla_too() {
    let mut judging = Judging::start(&Bkash::new(), &["--watch", "--lang", "bn"]);
    judging.wait_for("দেখানো বাকি");
    let run = judging.stop();
    assert_eq!(run.code, 3, "{run:?}");
}

#[test]
fn calls_of_a_second_account_are_left_out_and_said_so() {
    let mut judging = Judging::start(&Bkash::new(), &["--watch"]);
    let shop = Bkash::with_gateway(judging.url());
    paid(&shop, judging.url(), "INV-1");
    let visitor = Bkash::with_gateway(judging.url()).env("BKASH_APP_KEY", "visitor");
    created(&visitor, "INV-2");
    let told = judging.wait_for("several app keys");
    assert!(told.contains("app-key is judged, visitor not"), "{told}");
}

#[test]
fn a_report_goes_to_a_file_and_the_evidence_into_a_folder() {
    let bkash = Bkash::new();
    let args = [
        "--watch",
        "--format",
        "junit",
        "--output",
        "judge.xml",
        "--evidence",
        "pack",
    ];
    let judging = Judging::start(&bkash, &args);
    let shop = Bkash::with_gateway(judging.url());
    let payment = paid(&shop, judging.url(), "INV-1");
    let run = judging.stop();
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:?}");
    let read = |name: &str| std::fs::read_to_string(bkash.folder().join(name)).unwrap();
    assert!(read("judge.xml").contains("<testsuites"));
    for file in [
        "pack/evidence.txt",
        "pack/evidence.md",
        "pack/evidence.json",
        "pack/evidence.html",
    ] {
        assert!(read(file).contains(&payment), "{file}");
    }
}

#[test]
fn a_base_url_without_its_version_is_noticed() {
    let mut judging = Judging::start(&Bkash::new(), &["--watch"]);
    request(
        judging.url(),
        "POST",
        "/tokenized/checkout/token/grant",
        "{}",
    );
    let told = judging.wait_for("is no call of bKash's");
    assert!(
        told.contains("POST /tokenized/checkout/token/grant"),
        "{told}"
    );
    assert!(told.contains("base URL"), "{told}");
}
