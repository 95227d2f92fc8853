//! The file that is left, held so that nothing can change in it meanwhile.

use std::path::Path;

use bkash_client::{CarriedTokens, SqliteTokenStore};
use rusqlite::{Connection, Row, Statement};

use super::CarryError;
use super::cell::Cell;
use super::fingerprint::Fingerprint;
use super::sums::{Sum, Sums};
use super::table::{TABLES, Table};
use crate::store::StoreError;
use crate::store::sqlite::{connection, migration, moved};

/// An open transaction with the file's only write lock; dropped, it leaves the file as it was.
#[derive(Debug)]
pub(super) struct Source {
    sql: Connection,
}

impl Source {
    /// Waits for as long as another process's change may take.
    pub(super) fn hold(path: &Path) -> Result<Self, CarryError> {
        if !path.is_file() {
            return Err(CarryError::NoSource(path.to_owned()));
        }
        let held = || {
            let sql = connection::writer(path)?;
            sql.execute_batch("BEGIN IMMEDIATE")?;
            moved::refuse(&sql)?;
            let missing = migration::steps_missing(&sql)?;
            Ok((sql, missing))
        };
        match held() {
            Ok((sql, 0)) => Ok(Self { sql }),
            Ok((_, missing)) => Err(CarryError::OldSchema { missing }),
            Err(why) => Err(CarryError::Source(why)),
        }
    }

    /// Fails if no service has stamped it.
    pub(super) fn is_in_use(&self) -> Result<(), CarryError> {
        let mut stamp = self.sql.prepare("SELECT 1 FROM installation")?;
        match stamp.exists([])? {
            true => Ok(()),
            false => Err(CarryError::NothingToCarry),
        }
    }

    /// For the rows of a table as they stand there; see [`cells`].
    pub(super) fn reading(&self, table: &Table) -> Result<Statement<'_>, CarryError> {
        Ok(self.sql.prepare(&table.select())?)
    }

    pub(super) fn tokens(&self, later_by_ms: i64) -> Result<Vec<CarriedTokens>, CarryError> {
        Ok(SqliteTokenStore::carried(&self.sql, later_by_ms)?)
    }

    /// Of all that is carried, as it stands there.
    pub(super) fn fingerprint(&self) -> Result<[u8; 32], CarryError> {
        let mut prints = Vec::new();
        for table in TABLES {
            let mut print = Fingerprint::default();
            let mut statement = self.reading(table)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                print.add(&cells(table, row)?);
            }
            prints.push(print);
        }
        let mut print = Fingerprint::default();
        for tokens in self.tokens(0)? {
            print.add(&token_cells(tokens));
        }
        prints.push(print);
        Ok(Fingerprint::of_all(&prints))
    }

    pub(super) fn sums(&self) -> Result<Sums, CarryError> {
        Ok(Sums {
            ledger: self.grouped(
                "SELECT account, book, count(*), sum(poisha) FROM ledger_postings GROUP BY account, book",
            )?,
            payments: self.grouped(
                "SELECT account, status, count(*), sum(json_extract(record, '$.order.amount'))
                 FROM payments GROUP BY account, status",
            )?,
        })
    }

    fn grouped(&self, statement: &str) -> Result<Vec<Sum>, CarryError> {
        let mut statement = self.sql.prepare(statement)?;
        let sums = statement.query_map([], |row| {
            Ok(Sum {
                account: row.get(0)?,
                of: row.get(1)?,
                rows: row.get(2)?,
                poisha: row.get(3)?,
            })
        })?;
        Ok(sums.collect::<rusqlite::Result<_>>()?)
    }

    /// Ends the transaction with the mark in it.
    pub(super) fn mark_moved(self, to: &str, now: i64) -> Result<(), StoreError> {
        moved::mark(&self.sql, to, now)?;
        Ok(self.sql.execute_batch("COMMIT")?)
    }
}

/// The values of a row of a table.
pub(super) fn cells(table: &Table, row: &Row<'_>) -> Result<Vec<Cell>, CarryError> {
    (0..table.columns.len())
        .map(|index| Cell::of(row.get_ref(index)?).map_err(CarryError::unreadable))
        .collect()
}

pub(super) fn token_cells(tokens: CarriedTokens) -> [Cell; 2] {
    [tokens.account, tokens.record].map(Cell::Text)
}
