use bkash_acceptance::{Format, Language, Paint};
use serde_json::{Value, json};

use super::example::{WALLET, record, report};

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

fn written(language: Language) -> Value {
    let text = report(record("Tea House"))
        .write(Format::Json, language, Paint::Plain)
        .unwrap();
    assert!(!text.contains(WALLET), "{text}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn its_keys_stay() {
    let report = written(Language::English);
    assert_eq!(
        keys(&report),
        [
            "answer",
            "began_at",
            "cases",
            "exchanges",
            "headline",
            "milestones",
            "musts",
            "pace",
            "quick",
            "shop",
            "shoulds",
            "standing",
            "took_ms",
        ]
    );
    let case = &report["cases"][0];
    assert_eq!(
        keys(case),
        [
            "clause", "evidence", "expected", "id", "level", "outcome", "remedy", "saw", "title"
        ]
    );
    assert_eq!(keys(&case["evidence"]), ["exchanges", "pages"]);
    assert_eq!(
        keys(&case["evidence"]["pages"][0]),
        ["blocks", "reading", "status", "url"]
    );
    assert_eq!(
        keys(&report["milestones"][0]),
        ["done", "id", "left", "link", "name", "others", "progress"]
    );
    assert_eq!(keys(&report["musts"]), ["failed", "not_judged", "passed"]);
}

#[test]
fn its_values_are_the_words_that_programs_look_for() {
    let report = written(Language::English);
    assert_eq!(report["shop"], "Tea House");
    assert_eq!(report["answer"], "no");
    assert_eq!(report["standing"], "failed");
    assert_eq!(report["pace"], "together");
    assert_eq!(report["quick"], false);
    assert_eq!(report["took_ms"], 161_400);
    let cases = report["cases"].as_array().unwrap();
    let outcomes: Vec<_> = cases
        .iter()
        .map(|case| (&case["level"], &case["outcome"]))
        .collect();
    assert_eq!(
        json!(outcomes),
        json!([
            ["must", "failed"],
            ["must", "not_judged"],
            ["should", "passed"]
        ])
    );
}

#[test]
fn the_exchanges_that_a_case_cites_are_in_it_and_no_others() {
    let report = written(Language::English);
    assert_eq!(report["cases"][0]["evidence"]["exchanges"], json!([1, 9]));
    let exchanges = report["exchanges"].as_array().unwrap();
    let ids: Vec<_> = exchanges.iter().map(|exchange| &exchange["id"]).collect();
    assert_eq!(json!(ids), json!([1, 9]));
    assert_eq!(exchanges[0]["request"]["body"]["app_secret"], "***");
}

#[test]
fn its_texts_follow_the_language_and_its_keys_do_not() {
    let (english, bangla) = (written(Language::English), written(Language::Bangla));
    assert_eq!(keys(&english), keys(&bangla));
    assert_eq!(bangla["cases"][0]["remedy"], "টোকেন এক জায়গায় রাখুন।");
    assert_eq!(bangla["cases"][0]["outcome"], "failed");
}
