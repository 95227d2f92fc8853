use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use super::elsewhere::ELSEWHERE;
use super::row::Row;
use super::{agreements, execute, gateway, input, page, refunds};
use crate::harness::Merchant;

const EVIDENCE: &str = include_str!("../../../../../fixtures/bkash/error-codes.csv");

fn rows() -> Vec<&'static Row> {
    let all = [
        input::ROWS,
        execute::ROWS,
        execute::BY_FAULT,
        agreements::ROWS,
        refunds::ROWS,
        page::ROWS,
        gateway::ROWS,
    ];
    all.into_iter().flatten().collect()
}

/// Code and message of each row of the evidence.
fn evidence() -> Vec<(&'static str, &'static str)> {
    let columns = EVIDENCE.lines().skip(1).map(|line| {
        let mut columns = line.split(',');
        (columns.next().unwrap(), columns.next().unwrap())
    });
    columns.collect()
}

/// What is met where the evidence's code is a name for an answer of the API gateway.
fn expected(code: &'static str, message: &str) -> String {
    match code.strip_prefix("GW") {
        Some(rest) => format!("{} {message}", &rest[..3]),
        None => code.to_owned(),
    }
}

#[tokio::test]
async fn each_row_gives_its_code() {
    let evidence = evidence();
    for row in rows() {
        let (code, message) = evidence.iter().find(|(code, _)| *code == row.code).unwrap();
        let met = (row.reach)(Merchant::new().await).await;
        assert_eq!(met, expected(code, message), "{}: {}", row.code, row.by);
    }
}

#[test]
fn each_code_of_the_evidence_has_a_row_or_belongs_elsewhere() {
    let reached: BTreeSet<_> = rows().into_iter().map(|row| row.code).collect();
    let elsewhere: BTreeSet<_> = ELSEWHERE.into_iter().map(|(code, _)| code).collect();
    let known: BTreeSet<_> = evidence().into_iter().map(|(code, _)| code).collect();
    let missing: Vec<_> = known
        .difference(&reached)
        .filter(|code| !elsewhere.contains(*code))
        .collect();
    assert!(missing.is_empty(), "no row: {missing:?}");
    let both: Vec<_> = reached.intersection(&elsewhere).collect();
    assert!(both.is_empty(), "of these calls or not: {both:?}");
    assert!(reached.is_subset(&known) && elsewhere.is_subset(&known));
}

fn document() -> String {
    let mut text = String::from(
        "# Codes of the simulator\n\n\
         Every code of the gateway's table, and how to get it from the simulator. Made by the tests\n\
         (`crates/bkash-simulator/tests/it/codes`), which drive each row; write it anew with\n\
         `BKASH_WRITE_DOCS=1 cargo test -p bkash-simulator --test it codes`. Numbers are those of the lenient\n\
         profile. `GW` names an answer of the API gateway in front of bKash, by its HTTP status.\n\n\
         The fault `code` gives any of these at any call, in the envelope of the route.\n\n\
         | code | message | how to get it |\n|---|---|---|\n",
    );
    for (code, message) in evidence() {
        let ways: Vec<_> = rows()
            .into_iter()
            .filter(|row| row.code == code)
            .map(|row| row.by)
            .collect();
        let elsewhere = ELSEWHERE.into_iter().find(|(other, _)| *other == code);
        let how = match elsewhere {
            Some((_, product)) => format!("not of these calls: {product}"),
            None => ways.join("; "),
        };
        writeln!(text, "| {code} | {message} | {how} |").unwrap();
    }
    text
}

#[test]
fn the_document_is_made_of_these_rows() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/simulator-codes.md");
    if std::env::var_os("BKASH_WRITE_DOCS").is_some() {
        std::fs::write(&path, document()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, document(), "write it anew, as it says");
}
