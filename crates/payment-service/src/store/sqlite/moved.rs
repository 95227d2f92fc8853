//! A file whose data has gone to another database: it says so, and takes no change any more.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::StoreError;

/// Begins every refusal of a change in a file that has moved.
const REFUSAL: &str = "this database has moved to ";

/// Marks the file, and puts a trigger before every change of every table: programs that have it open already, and
/// those that do not know the mark, can change nothing either.
pub(in crate::store) fn mark(sql: &Connection, to: &str, now: i64) -> rusqlite::Result<()> {
    let tables: Vec<String> = sql
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    sql.execute_batch(
        "CREATE TABLE moved (
            only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
            to_database TEXT NOT NULL,
            moved_at    INTEGER NOT NULL
        ) STRICT",
    )?;
    sql.execute("INSERT INTO moved VALUES (1, ?1, ?2)", params![to, now])?;
    let refusal = format!("{REFUSAL}{to}").replace('\'', "''");
    for table in tables {
        for change in ["INSERT", "UPDATE", "DELETE"] {
            sql.execute_batch(&format!(
                "CREATE TRIGGER moved_{table}_{change} BEFORE {change} ON {table}
                 BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            ))?;
        }
    }
    Ok(())
}

/// Fails if the file has moved.
pub(in crate::store) fn refuse(sql: &Connection) -> Result<(), StoreError> {
    match destination(sql)? {
        Some(to) => Err(StoreError::moved(to)),
        None => Ok(()),
    }
}

/// The address in a trigger's refusal.
pub(super) fn refused(message: &str) -> Option<&str> {
    message.strip_prefix(REFUSAL)
}

fn destination(sql: &Connection) -> rusqlite::Result<Option<String>> {
    if !sql.table_exists(None, "moved")? {
        return Ok(None);
    }
    sql.prepare_cached("SELECT to_database FROM moved")?
        .query_row([], |row| row.get(0))
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TO: &str = "postgres://o'shop:***@db/bkash";

    fn moved() -> Connection {
        let sql = Connection::open_in_memory().unwrap();
        sql.execute_batch(
            "CREATE TABLE things (n INTEGER PRIMARY KEY) STRICT;
             INSERT INTO things VALUES (1);",
        )
        .unwrap();
        assert!(refuse(&sql).is_ok());
        mark(&sql, TO, 0).unwrap();
        sql
    }

    #[test]
    fn a_file_that_has_moved_says_where_to() {
        let error = refuse(&moved()).unwrap_err();
        assert!(!error.may_pass());
        assert!(error.to_string().contains(TO), "{error}");
    }

    #[test]
    fn no_change_of_any_kind_is_taken_and_each_refusal_names_the_place() {
        let sql = moved();
        for change in [
            "INSERT INTO things VALUES (2)",
            "INSERT INTO things VALUES (1) ON CONFLICT DO NOTHING",
            "INSERT OR REPLACE INTO things VALUES (1)",
            "INSERT OR IGNORE INTO things VALUES (2)",
            "UPDATE things SET n = 3",
            "UPDATE OR IGNORE things SET n = 3",
            "DELETE FROM things",
        ] {
            let error = StoreError::from(sql.execute(change, []).unwrap_err());
            assert!(error.to_string().contains(TO), "{change}: {error}");
            assert!(!error.may_pass(), "{change}");
        }
        let left: i64 = sql
            .query_row("SELECT sum(n) FROM things", [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, 1);
    }
}
