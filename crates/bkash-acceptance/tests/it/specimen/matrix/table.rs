use std::fmt::Write as _;
use std::path::PathBuf;

use bkash_acceptance::{CASES, Outcome};
use serde_json::Value;

use super::expected::expected;
use super::run::Judged;
use crate::specimen::rows::Row;

/// One column a group, one mark a case.
pub(super) fn met(shops: &[Judged]) -> String {
    let mut text = String::new();
    for shop in shops {
        let marks = marks(|id| shop.outcome(id)).join(" ");
        let (took_s, name) = (shop.took_s, shop.row.name());
        writeln!(text, "{marks} {took_s:>4} s {name}").unwrap();
    }
    text
}

/// Every call of one shop, a line each.
pub(super) fn calls(shop: &Judged) -> String {
    let mut text = String::new();
    let calls = shop.journal.all().filter(|call| call.endpoint != "page");
    for call in calls {
        let (id, at, endpoint) = (call.id, call.at, &call.endpoint);
        let field = |body: &Value, name: &str| body.get(name).map(Value::to_string);
        let body = &call.request.body;
        let about = ["paymentID", "paymentId", "merchantInvoiceNumber"];
        let about = about.iter().find_map(|name| field(body, name));
        let answer = call.response.as_ref().map(|answer| {
            let code = field(&answer.body, "statusCode").unwrap_or_default();
            format!("{} {code}", answer.status)
        });
        let (about, answer) = (about.unwrap_or_default(), answer.unwrap_or_default());
        let took = call.duration_ms.or(call.disconnected_after_ms).unwrap_or(0);
        let fault = call.fault.as_deref().unwrap_or_default();
        writeln!(
            text,
            "{id:>4} {at:.3} {endpoint} {about} {answer} {took} ms {fault}"
        )
        .unwrap();
    }
    text
}

/// The document is what the shops' rows say; a run of the judge proves the rows.
pub(super) fn check_document(rows: &[Row]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/judge-matrix.md");
    let text = document(rows);
    if std::env::var_os("BKASH_WRITE_DOCS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/judge-matrix.md is not what the shops' rows say; write it by BKASH_WRITE_DOCS=1"
    );
}

fn document(rows: &[Row]) -> String {
    let mut text = format!(
        "# The judge, judged\n\n\
         {} small shops in process (`crates/bkash-acceptance/tests/it/specimen`) are judged in full, all at the same time:\n\
         right ones in three styles, and wrong ones, each with one mistake. A wrong shop fails its own case and no other,\n\
         a right one fails none, or `cargo test -p bkash-acceptance --test it matrix` fails and prints what it met;\n\
         up to five that the others may have disturbed are judged once more by themselves first.\n\
         `BKASH_SPECIMEN=GrantsOnRace,HastyQuery` before it judges only those. This page is made of the shops' rows by\n\
         `BKASH_WRITE_DOCS=1 cargo test -p bkash-acceptance --test it the_table_in_the_documents`.\n\n\
         One mark a case, in the order of `bkash accept --dry-run`: `✓` passed, `✗` failed, `·` not judged. A case is\n\
         not judged where one that says more has failed, where the mistake leaves nothing to see, and where this stage\n\
         has nothing to show: no shop here searches or uses TLS, and the shop that serves one request at a time is told\n\
         the amount by its browser, as its file says.\n\n",
        rows.len()
    );
    let groups = groups();
    let names: Vec<_> = groups.iter().map(|(name, _)| *name).collect();
    writeln!(
        text,
        "| shop | style | its mistake | fails | {} |",
        names.join(" | ")
    )
    .unwrap();
    writeln!(text, "|---|---|---|---|{}", "---|".repeat(groups.len())).unwrap();
    for row in rows {
        let outcome = |id: &str| {
            let case = CASES.iter().find(|case| case.id == id)?;
            Some(expected(row, case))
        };
        let marks: Vec<_> = marks(outcome)
            .iter()
            .map(|marks| format!("`{marks}`"))
            .collect();
        let (name, style, what) = (row.name(), row.style, row.what);
        let (fails, marks) = (row.fails.join(", "), marks.join(" | "));
        writeln!(text, "| {name} | {style:?} | {what} | {fails} | {marks} |").unwrap();
    }
    text
}

fn marks(outcome: impl Fn(&str) -> Option<Outcome>) -> Vec<String> {
    let mark = |id: &&str| match outcome(id) {
        Some(Outcome::Passed) => '✓',
        Some(Outcome::Failed) => '✗',
        Some(Outcome::NotJudged) => '·',
        None => ' ',
    };
    let groups = groups();
    groups
        .iter()
        .map(|(_, ids)| ids.iter().map(mark).collect())
        .collect()
}

/// Each group's name, with the ids of its cases.
fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<(_, Vec<_>)> = Vec::new();
    for case in CASES {
        let (name, _) = case.id.split_once('/').unwrap();
        match groups.last_mut() {
            Some((last, ids)) if *last == name => ids.push(case.id),
            _ => groups.push((name, vec![case.id])),
        }
    }
    groups
}
