//! Brings the schema up to date, once, however many processes start together.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::store::StoreError;
use crate::store::migration::{Migration, missing};

/// In order; the first is version 1.
const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "0001_initial",
        sql: include_str!("migrations/0001_initial.sql"),
    },
    Migration {
        name: "0002_lanes",
        sql: include_str!("migrations/0002_lanes.sql"),
    },
    Migration {
        name: "0003_webhooks",
        sql: include_str!("migrations/0003_webhooks.sql"),
    },
    Migration {
        name: "0004_ended_attempts",
        sql: include_str!("migrations/0004_ended_attempts.sql"),
    },
    Migration {
        name: "0005_probes",
        sql: include_str!("migrations/0005_probes.sql"),
    },
    Migration {
        name: "0006_executing_first",
        sql: include_str!("migrations/0006_executing_first.sql"),
    },
    Migration {
        name: "0007_notifications",
        sql: include_str!("migrations/0007_notifications.sql"),
    },
];

/// Runs what is missing in one exclusive transaction.
pub(super) fn migrate(sql: &mut Connection, now: i64) -> Result<(), StoreError> {
    run(sql, MIGRATIONS, now)
}

fn run(sql: &mut Connection, migrations: &[Migration], now: i64) -> Result<(), StoreError> {
    let tx = sql.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    tx.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (
            version    INTEGER PRIMARY KEY,
            name       TEXT NOT NULL,
            checksum   BLOB NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT",
    )?;
    for migration in missing(migrations, &applied(&tx)?).map_err(StoreError::corrupt)? {
        tx.execute_batch(migration.sql)?;
        tx.execute(
            "INSERT INTO migrations (name, checksum, applied_at) VALUES (?1, ?2, ?3)",
            params![migration.name, migration.checksum(), now],
        )?;
    }
    Ok(tx.commit()?)
}

/// How many steps a file still needs; fails on one whose schema is newer, or nobody's.
pub(in crate::store) fn steps_missing(sql: &Connection) -> Result<usize, StoreError> {
    if !sql.table_exists(None, "migrations")? {
        return Err(StoreError::corrupt("no service has made it"));
    }
    let missing = missing(MIGRATIONS, &applied(sql)?).map_err(StoreError::corrupt)?;
    Ok(missing.len())
}

fn applied(sql: &Connection) -> rusqlite::Result<Vec<Vec<u8>>> {
    sql.prepare("SELECT checksum FROM migrations ORDER BY version")?
        .query_map([], |row| row.get(0))?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Migration = Migration {
        name: "first",
        sql: "CREATE TABLE first (a INTEGER) STRICT",
    };
    const SECOND: Migration = Migration {
        name: "second",
        sql: "CREATE TABLE second (a INTEGER) STRICT",
    };

    fn tables(sql: &Connection) -> i64 {
        let count = "SELECT count(*) FROM sqlite_schema WHERE name IN ('first', 'second')";
        sql.query_row(count, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn only_what_is_missing_runs() {
        let mut sql = Connection::open_in_memory().unwrap();
        run(&mut sql, &[FIRST], 0).unwrap();
        run(&mut sql, &[FIRST, SECOND], 0).unwrap();
        run(&mut sql, &[FIRST, SECOND], 0).unwrap();
        assert_eq!(tables(&sql), 2);
    }

    #[test]
    fn a_database_newer_than_the_program_is_refused() {
        let mut sql = Connection::open_in_memory().unwrap();
        run(&mut sql, &[FIRST, SECOND], 0).unwrap();
        let error = run(&mut sql, &[FIRST], 0).unwrap_err();
        assert!(error.to_string().contains("version 2"), "{error}");
        assert!(!error.may_pass());
    }

    #[test]
    fn an_edited_old_migration_is_refused() {
        let mut sql = Connection::open_in_memory().unwrap();
        run(&mut sql, &[FIRST], 0).unwrap();
        let edited = Migration {
            sql: "CREATE TABLE first (b INTEGER) STRICT",
            ..FIRST
        };
        let error = run(&mut sql, &[edited, SECOND], 0).unwrap_err();
        assert!(error.to_string().contains("first"), "{error}");
        assert_eq!(tables(&sql), 1);
    }

    #[test]
    fn a_migration_that_fails_leaves_nothing_behind() {
        let mut sql = Connection::open_in_memory().unwrap();
        let broken = Migration {
            name: "broken",
            sql: "CREATE TABLE second (a INTEGER) STRICT; SELECT no_such_function()",
        };
        assert!(run(&mut sql, &[FIRST, broken], 0).is_err());
        assert_eq!(tables(&sql), 0);
    }
}
