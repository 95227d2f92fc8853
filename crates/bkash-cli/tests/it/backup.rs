//! Backup and restore, as docs/operating.md has them.

use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use crate::harness::{Bkash, Gateway, Serving, request};

#[test]
fn a_backup_of_a_running_service_is_whole_and_what_was_paid_since_is_not_taken_twice() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let serving = Serving::start(&bkash);
    let (payment, callback) = serving.approved(&gateway);
    let database = bkash.folder().join("bkash.db");
    let backup = bkash.folder().join("backup.db");
    Connection::open(&database)
        .unwrap()
        .execute("VACUUM INTO ?1", [backup.to_str().unwrap()])
        .unwrap();
    serving.visit(&callback);
    assert_eq!(status(&serving, &payment), "completed");
    assert_eq!(serving.terminate().code(), Some(0));

    for file in ["bkash.db", "bkash.db-wal", "bkash.db-shm"] {
        let left = fs::remove_file(bkash.folder().join(file));
        assert!(left.is_ok() || file != "bkash.db", "{left:?}");
    }
    fs::rename(&backup, &database).unwrap();
    let sound: String = Connection::open(&database)
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");

    let serving = Serving::start(&bkash);
    assert_eq!(status(&serving, &payment), "awaiting_payer");
    let (_, path) = callback.split_once("/callback/").unwrap();
    request(serving.url(), "GET", &format!("/callback/{path}"), "");
    assert_eq!(status(&serving, &payment), "completed");
    let books: Value = serde_json::from_str(&gateway.books()).unwrap();
    let moved = books["merchant"]["transactions"].as_array().unwrap();
    assert_eq!(moved.len(), 1, "{books}");
}

fn status(serving: &Serving, payment: &str) -> String {
    let answer = request(serving.url(), "GET", &format!("/v1/payments/{payment}"), "");
    let payment: Value = serde_json::from_str(&answer).unwrap();
    payment["status"].as_str().unwrap().to_owned()
}
