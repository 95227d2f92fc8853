//! The documents say what the service does.

use std::collections::BTreeSet;

use payment_service::problem::ProblemKind;

const API: &str = include_str!("../../../../docs/api.md");
const OPERATING: &str = include_str!("../../../../docs/operating.md");
const ALERTS: &str = include_str!("../../../../deploy/alerts.yml");
const PAYMENT_CONCERNS: &str = include_str!("../../../payment-core/src/payment/attention.rs");
const REFUND_CONCERNS: &str = include_str!("../../../payment-core/src/refund/record.rs");
const METRICS: &str = include_str!("../../src/telemetry/metrics.rs");

#[test]
fn every_problem_is_in_the_table_and_no_other() {
    for kind in ProblemKind::ALL {
        let row = format!("| `{}` | {} | {} |", kind.name, kind.status, kind.title);
        assert!(API.contains(&row), "no row {row}");
    }
    let table = API.split("| `type` | status | title |").nth(1).unwrap();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .count();
    assert_eq!(rows, ProblemKind::ALL.len());
}

/// Words of `text` that begin with `begin` and go on in small letters and underscores.
fn names<'a>(text: &'a str, begin: &str) -> BTreeSet<&'a str> {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '_';
    text.match_indices(begin)
        .map(|(at, _)| {
            let name = text[at..].trim_start_matches(['`', '"']);
            name.split(|c| !is_part(c)).next().unwrap_or_default()
        })
        .collect()
}

#[test]
fn every_metric_is_in_the_table_and_every_metric_that_is_named_exists() {
    let consts = METRICS.lines().filter(|line| line.starts_with("const "));
    let consts: String = consts.collect::<Vec<_>>().join("\n");
    let known = names(&consts, "\"bkash_");
    assert!(known.len() >= 10, "{known:?}");
    for name in &known {
        assert!(
            API.contains(&format!("| `{name}` |")),
            "{name} is not in the table"
        );
    }
    let named = names(API, "`bkash_").into_iter();
    let named = named.chain(names(OPERATING, "`bkash_"));
    for name in named.chain(names(ALERTS, "bkash_")) {
        assert!(known.contains(name), "there is no metric {name}");
    }
}

#[test]
fn every_alert_has_its_row_for_the_operator() {
    let alerts: Vec<_> = ALERTS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- alert: "))
        .collect();
    assert!(alerts.len() >= 10, "{alerts:?}");
    for alert in alerts {
        assert!(OPERATING.contains(&format!("`{alert}`")), "{alert}");
    }
}

/// What a person may have to decide, by the names that the list shows.
#[test]
fn every_concern_has_its_row_for_the_shop_and_for_the_operator() {
    let mut concerns = variants(PAYMENT_CONCERNS, "pub enum Concern {");
    assert_eq!(concerns.len(), 6, "{concerns:?}");
    concerns.extend(variants(REFUND_CONCERNS, "pub enum RefundConcern {"));
    assert_eq!(concerns.len(), 10, "{concerns:?}");
    for concern in concerns {
        assert!(API.contains(&format!("| `{concern}` |")), "{concern}");
        assert!(OPERATING.contains(&format!("`{concern}`")), "{concern}");
    }
}

/// The variants of an enum in snake case.
fn variants(source: &str, head: &str) -> Vec<String> {
    let (_, body) = source.split_once(head).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    lines
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| {
            let mut name = String::new();
            for letter in line.chars().take_while(char::is_ascii_alphanumeric) {
                if letter.is_ascii_uppercase() && !name.is_empty() {
                    name.push('_');
                }
                name.push(letter.to_ascii_lowercase());
            }
            name
        })
        .collect()
}
