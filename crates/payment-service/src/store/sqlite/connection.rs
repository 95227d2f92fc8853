use std::fs::OpenOptions;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::StoreError;

/// How long one process waits for another one's lock on the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// More than the number of different statements in this module, so that each is compiled once.
const STATEMENTS: usize = 96;

/// The one connection that writes.
pub(in crate::store) fn writer(path: &Path) -> Result<Connection, StoreError> {
    create_private(path).map_err(StoreError::unavailable)?;
    let sql = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    prepare(&sql)?;
    switch_to_wal(&sql)?;
    // FULL: a commit is on the disk when it is answered, also after a power cut.
    // 16 MiB of log between checkpoints: a hot page is copied once, not at every fourth of that.
    sql.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    Ok(sql)
}

/// A connection that only reads, on a file that a writer has opened before.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let sql = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    prepare(&sql)?;
    Ok(sql)
}

/// A database that ends with its connection.
pub(super) fn in_memory() -> Result<Connection, StoreError> {
    let sql = Connection::open_in_memory()?;
    prepare(&sql)?;
    Ok(sql)
}

fn prepare(sql: &Connection) -> Result<(), StoreError> {
    sql.busy_timeout(BUSY_TIMEOUT)?;
    // Else SQLite plans anew whenever a bound LIMIT is bound again, so that keeping the statement is in vain.
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    sql.set_prepared_statement_cache_capacity(STATEMENTS);
    sql.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")?;
    Ok(())
}

/// The busy timeout does not cover the switch of an empty file, so that eight processes that start
/// together would refuse each other.
fn switch_to_wal(sql: &Connection) -> Result<(), StoreError> {
    let start = Instant::now();
    loop {
        let switched = sql.query_row("PRAGMA journal_mode = WAL", [], |row| {
            row.get::<_, String>(0)
        });
        match switched {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                return Err(StoreError::unavailable(format!(
                    "the file system offers no write-ahead log, only `{mode}`"
                )));
            }
            Err(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == ErrorCode::DatabaseBusy && start.elapsed() < BUSY_TIMEOUT =>
            {
                thread::sleep(Duration::from_millis(5));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// The file, its log and its index are for their owner alone: SQLite gives the other two the same rights.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}
