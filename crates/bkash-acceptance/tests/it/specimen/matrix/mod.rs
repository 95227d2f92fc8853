//! Each wrong shop fails its own case and no other; the right ones fail none.

mod expected;
mod run;
mod table;

use std::fmt::Write as _;
use std::sync::Arc;

use bkash_acceptance::CASES;
use futures_util::future::try_join_all;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use self::run::{Judged, judged};
use super::rows::{Row, all};

/// Names of shops, with commas between them: only those are judged.
const CHOSEN: &str = "BKASH_SPECIMEN";

/// So many play what is answered at once; the others wait for their turn, or for calls that hang. A shop that serves
/// one request at a time is busy so long, and does so little in it, that it is not counted.
const BUSY: usize = 3;

/// Eighty judges and eighty shops on one machine disturb each other. A few that were judged otherwise than expected are
/// judged once more by themselves, and that counts; a mistake of the judge stays one.
const SECOND_LOOKS: usize = 5;

/// Some four minutes of real time; the shops mostly wait, all at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_shop_fails_its_own_case_and_no_other() {
    let chosen = std::env::var(CHOSEN).unwrap_or_default();
    let mut rows = all();
    if !chosen.is_empty() {
        rows.retain(|row| chosen.split(',').any(|name| name == row.name()));
        assert!(!rows.is_empty(), "{CHOSEN}={chosen} names no shop");
    }
    let mut shops = judge_all(rows).await;
    let disturbed: Vec<Row> = shops
        .iter()
        .filter(|shop| !shop.surprises().is_empty())
        .map(|shop| shop.row)
        .collect();
    if (1..=SECOND_LOOKS).contains(&disturbed.len()) {
        println!("judged again by themselves:\n{}", surprises(&shops));
        shops.retain(|shop| shop.surprises().is_empty());
        shops.extend(judge_all(disturbed).await);
    }
    let (table, surprises) = (table::met(&shops), surprises(&shops));
    assert!(surprises.is_empty(), "\n{table}\n{surprises}");
    println!("{table}");
}

async fn judge_all(mut rows: Vec<Row>) -> Vec<Judged> {
    // The one that takes longest begins first.
    rows.sort_by_key(|row| !row.style.is_serial());
    let busy = Arc::new(Semaphore::new(BUSY));
    let judging = rows.into_iter().map(|row| {
        let (busy, here) = (Arc::clone(&busy), Handle::current());
        // A thread for each judge: what one computes holds up neither the others nor the shops.
        tokio::task::spawn_blocking(move || here.block_on(judged(row, busy)))
    });
    try_join_all(judging).await.unwrap()
}

/// Each unexpected verdict on a line, behind all calls of its shop.
fn surprises(shops: &[Judged]) -> String {
    let mut surprises = String::new();
    for shop in shops {
        let found = shop.surprises();
        for surprise in &found {
            writeln!(surprises, "{}: {surprise}", shop.row.name()).unwrap();
        }
        if !found.is_empty() {
            println!("{}\n{}", shop.row.name(), table::calls(shop));
        }
    }
    surprises
}

#[test]
fn each_shop_of_the_matrix_is_named_once_and_tied_to_cases_that_exist() {
    let rows = all();
    let mut names: Vec<_> = rows.iter().map(Row::name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), rows.len());
    for row in &rows {
        assert_eq!(row.flaw.is_none(), row.fails.is_empty(), "{}", row.what);
        for id in row.fails.iter().chain(row.hides) {
            let known = CASES.iter().any(|case| case.id == *id);
            assert!(known, "{id} of {}", row.name());
        }
    }
}

#[test]
fn each_case_that_a_shop_can_fail_has_a_shop_that_fails_it_alone() {
    let rows = all();
    // Nobody can show that a shop has a whole example of a payment to send to the portal but by paying in it; and
    // neither a hanging search nor TLS is met on this stage.
    let elsewhere = ["milestones/1", "time/8", "security/4"];
    let alone = |id: &str| rows.iter().any(|row| row.fails == [id]);
    let missing: Vec<_> = CASES
        .iter()
        .map(|case| case.id)
        .filter(|id| !elsewhere.contains(id) && !alone(id))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_table_in_the_documents_is_what_is_expected_of_each_shop() {
    table::check_document(&all());
}
