use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::failure::Failure;
use crate::sample::rate;

/// A page of the file system.
const PAGE: [u8; 4096] = [7; 4096];

/// Appends of one page, each made durable on its own.
pub fn flushes_a_second(folder: &Path, span: Duration) -> Result<f64, Failure> {
    let mut file = File::create(folder.join("flushes"))?;
    for_a_while(span, || {
        file.write_all(&PAGE)?;
        file.sync_data()?;
        Ok(())
    })
}

/// Commits of one row each, to SQLite as the service sets it: write-ahead log, synchronous FULL.
pub fn commits_a_second(folder: &Path, span: Duration) -> Result<f64, Failure> {
    let sql = open(&folder.join("commits.db"))?;
    for_a_while(span, || insert(&sql))
}

pub(super) fn open(path: &Path) -> Result<Connection, Failure> {
    let sql = Connection::open(path)?;
    sql.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
         CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT",
    )?;
    Ok(sql)
}

/// A row of 200 bytes, about what a ledger entry with its keys takes.
pub(super) fn insert(sql: &Connection) -> Result<(), Failure> {
    sql.prepare_cached("INSERT INTO rows (content) VALUES (printf('%0200d', 1))")?
        .execute([])?;
    Ok(())
}

fn for_a_while(
    span: Duration,
    mut work: impl FnMut() -> Result<(), Failure>,
) -> Result<f64, Failure> {
    let (start, mut done) = (Instant::now(), 0);
    while start.elapsed() < span {
        work()?;
        done += 1;
    }
    Ok(rate(done, start.elapsed()))
}
