use std::path::Path;

use rusqlite::{Connection, params_from_iter};

use super::copies::Copies;
use super::template::{Column, Made, TABLES, Template, Texts};
use crate::failure::Failure;

/// Fills the store of a service that does not run; what was there stays.
pub fn fill(database: &Path, count: u32, made: &[Made; 4]) -> Result<(), Failure> {
    let sql = Connection::open(database)?;
    // Nothing here has to survive a crash.
    sql.execute_batch(
        "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
         PRAGMA cache_size = -1000000; PRAGMA foreign_keys = OFF; BEGIN",
    )?;
    let [completed, cancelled, failed, refunded] = made;
    let templates = [
        template(&sql, completed)?,
        template(&sql, cancelled)?,
        template(&sql, failed)?,
        template(&sql, refunded)?,
    ];
    let now = sql.query_row("SELECT max(created_at) FROM payments", [], |row| row.get(0))?;
    let copies = Copies::new(count, now, templates);
    for (table, name) in copies.tables() {
        let mut insert = sql.prepare(&insert(name, copies.columns(table)))?;
        for copy in copies.all() {
            copies.rows(&copy, table, |values| {
                insert.execute(params_from_iter(values)).map(drop)
            })?;
        }
    }
    sql.execute_batch("COMMIT; PRAGMA journal_mode = WAL")?;
    Ok(())
}

fn template(sql: &Connection, made: &Made) -> Result<Template, Failure> {
    let tables = TABLES.map(|(name, own)| texts(sql, name, own, &made.id));
    Template::of(made, &tables.into_iter().collect::<Result<Vec<_>, _>>()?)
}

fn texts(sql: &Connection, name: &'static str, own: &str, payment: &str) -> Result<Texts, Failure> {
    let columns = columns(sql, name)?;
    let values: Vec<_> = columns
        .iter()
        .map(|column| match column.is_bytes {
            true => format!("hex({})", column.name),
            false => format!("CAST({} AS TEXT)", column.name),
        })
        .collect();
    let values = values.join(", ");
    let mut statement = sql.prepare(&format!("SELECT {values} FROM {name} WHERE {own}"))?;
    let row = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|place| row.get(place)).collect();
    let rows = statement.query_map([payment], row)?;
    let rows = rows.collect::<rusqlite::Result<_>>()?;
    Ok(Texts {
        name,
        columns,
        rows,
    })
}

/// All but the number that SQLite gives to a row.
fn columns(sql: &Connection, table: &str) -> Result<Vec<Column>, Failure> {
    let mut statement = sql.prepare(
        "SELECT name, type = 'BLOB' FROM pragma_table_info(?1) WHERE NOT (pk = 1 AND type = 'INTEGER' AND name = 'id')",
    )?;
    let column = |row: &rusqlite::Row<'_>| {
        Ok(Column {
            name: row.get(0)?,
            is_bytes: row.get(1)?,
        })
    };
    let columns = statement.query_map([table], column)?;
    Ok(columns.collect::<rusqlite::Result<_>>()?)
}

fn insert(table: &str, columns: &[Column]) -> String {
    let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<_> = columns
        .iter()
        .map(|column| if column.is_bytes { "unhex(?)" } else { "?" })
        .collect();
    let (names, values) = (names.join(", "), values.join(", "));
    format!("INSERT INTO {table} ({names}) VALUES ({values})")
}
