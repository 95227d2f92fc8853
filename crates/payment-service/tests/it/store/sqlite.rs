//! What is SQLite's own: the file, the writer's groups, the schema's own guards.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bkash_client::Clock;
use payment_core::payment::Payment;
use payment_service::store::sqlite::{SqliteStore, WriteMode};
use payment_service::store::{Opened, Opening, Store};
use rusqlite::Connection;
use tokio::task::JoinSet;

use super::backend::{Desk, on_sqlite, world};
use super::sample::{completed, opening, payment, reserved};
use crate::harness::TestClock;

on_sqlite! {
    what_was_stored_is_there_after_the_file_is_opened_again,
    the_ledger_takes_no_change_no_removal_and_no_replacement,
    a_job_that_fails_takes_no_other_along,
    a_caller_who_leaves_leaves_nothing_half_done,
}

fn open(path: &Path, mode: WriteMode) -> SqliteStore {
    let clock: Arc<dyn Clock> = Arc::new(TestClock::new());
    SqliteStore::open(path, clock, mode).unwrap()
}

async fn what_was_stored_is_there_after_the_file_is_opened_again(desk: Desk) {
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let refund = reserved(&desk, &payment, "1.00", "k").await;
    let balances = desk.store.balances(desk.account).await.unwrap();
    let (path, account, files) = desk.close();
    for mode in [WriteMode::Thread, WriteMode::Inline] {
        let store = open(&path, mode);
        assert_eq!(store.open_account(&world()).await.unwrap(), account);
        let stored = store.payment(payment.id).await.unwrap();
        assert_eq!(stored.as_ref(), Some(&payment));
        let stored = store.refund(refund.id).await.unwrap();
        assert_eq!(stored.as_ref(), Some(&refund));
        assert_eq!(store.balances(account).await.unwrap(), balances);
    }
    drop(files);
}

async fn the_ledger_takes_no_change_no_removal_and_no_replacement(desk: Desk) {
    completed(&desk, "INV-1", "TRX1").await;
    let sql = Connection::open(desk.path()).unwrap();
    for attack in [
        "UPDATE ledger_entries SET poisha = 1",
        "DELETE FROM ledger_entries",
        "INSERT OR REPLACE INTO ledger_entries
            SELECT id, account, at, movement, debit, credit, 1, payment, refund, trx_id
            FROM ledger_entries",
    ] {
        let error = sql.execute(attack, []).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{attack}: {error}");
    }
    let sum: i64 = sql
        .query_row("SELECT sum(poisha) FROM ledger_postings", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(sum, 0);
}

/// A payment whose identifier is stored already for another invoice cannot be inserted.
async fn a_job_that_fails_takes_no_other_along(desk: Desk) {
    let first = payment(&desk, "INV-first");
    desk.store.open_payment(opening(&first)).await.unwrap();
    let mut clashing = opening(&payment(&desk, "INV-clash"));
    clashing.payment.id = first.id;

    let desk = Arc::new(desk);
    let mut tasks = JoinSet::new();
    for n in 0..64 {
        let (desk, clashing) = (Arc::clone(&desk), clashing.clone());
        tasks.spawn(async move {
            if n % 4 == 0 {
                let error = desk.store.open_payment(clashing).await.unwrap_err();
                assert!(!error.may_pass(), "{error}");
                return None;
            }
            let payment = payment(&desk, &format!("INV-{n}"));
            let met = desk.store.open_payment(opening(&payment)).await.unwrap();
            assert!(matches!(met, Opened::Fresh));
            Some(payment)
        });
    }
    let stored: Vec<Payment> = tasks.join_all().await.into_iter().flatten().collect();
    assert_eq!(stored.len(), 48);
    for payment in stored {
        let found = desk.store.payment(payment.id).await.unwrap();
        assert_eq!(found, Some(payment));
    }
}

/// Each future is polled once and dropped: the job is with the writer by then, or was never begun.
async fn a_caller_who_leaves_leaves_nothing_half_done(desk: Desk) {
    let openings: Vec<Opening> = (0..64)
        .map(|n| opening(&payment(&desk, &format!("INV-{n}"))))
        .collect();
    for opening in &openings {
        let call = desk.store.open_payment(opening.clone());
        tokio::select! {
            biased;
            met = call => drop(met),
            () = std::future::ready(()) => {}
        }
    }
    // The writer works in order: what comes after all of them finds them done.
    completed(&desk, "INV-last", "TRX1").await;
    for opening in &openings {
        let found = desk.store.payment(opening.payment.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&opening.payment));
    }
}

#[test]
fn eight_who_open_a_new_file_at_once_share_one_schema() {
    let files = tempfile::tempdir().unwrap();
    let path = files.path().join("new.db");
    let start = std::sync::Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                open(&path, WriteMode::Thread);
            });
        }
    });
    let sql = Connection::open(&path).unwrap();
    let each_once = "SELECT count(*) = max(version) FROM migrations";
    assert!(
        sql.query_row(each_once, [], |row| row.get::<_, bool>(0))
            .unwrap()
    );
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let files = tempfile::tempdir().unwrap();
    let path = files.path().join("private.db");
    let store = open(&path, WriteMode::Inline);
    let log: PathBuf = files.path().join("private.db-wal");
    for file in [&path, &log] {
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    drop(store);
}

#[tokio::test]
async fn two_processes_that_share_a_file_share_its_guards() {
    let files = tempfile::tempdir().unwrap();
    let path = files.path().join("shared.db");
    let (one, two) = (
        open(&path, WriteMode::Thread),
        open(&path, WriteMode::Thread),
    );
    let account = one.open_account(&world()).await.unwrap();
    assert_eq!(two.open_account(&world()).await.unwrap(), account);
    let desk = Desk::sqlite(WriteMode::Inline).await;
    let first = payment(&desk, "INV-1");
    assert!(matches!(
        one.open_payment(opening(&first)).await.unwrap(),
        Opened::Fresh
    ));
    let second = payment(&desk, "INV-1");
    match two.open_payment(opening(&second)).await.unwrap() {
        Opened::InvoiceTaken(current) => assert_eq!(*current, first),
        other => panic!("{other:?}"),
    }
}
