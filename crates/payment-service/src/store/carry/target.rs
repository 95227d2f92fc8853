//! The database that is moved to, in one transaction.

use std::pin::{Pin, pin};

use bkash_client::PostgresTokenStore;
use deadpool_postgres::{Client, Transaction};
use futures_util::TryStreamExt;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};

use super::CarryError;
use super::cell::Cell;
use super::fingerprint::Fingerprint;
use super::sums::{Sum, Sums};
use super::table::{TABLES, TOKENS, Table};
use crate::store::StoreError;
use crate::store::postgres::{PostgresUrl, migration};

/// Dropped, it leaves the database as it was.
pub(super) struct Target<'a> {
    tx: Transaction<'a>,
}

/// What is there before anything is carried.
pub(super) enum Standing {
    Empty,
    /// A copy of the file that had this fingerprint.
    Copy(Vec<u8>),
    /// Something else, in a word.
    Holds(String),
}

/// Nobody else gets in until the end: the service stamps `installation` first of all.
const LOCK: &str = "LOCK TABLE installation, bkash_token IN ACCESS EXCLUSIVE MODE";

/// The file is read meanwhile.
const NO_LIMITS: &str = "SET LOCAL idle_in_transaction_session_timeout = 0";

/// By this the same file's next attempt knows its own copy.
const STAMP: &str = "CREATE TABLE IF NOT EXISTS carried_over (
    only_row           boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    source_fingerprint bytea  NOT NULL,
    carried_at         bigint NOT NULL
)";

impl<'a> Target<'a> {
    /// Makes the tables if they are not there yet. A large database takes longer than any verb may.
    pub(super) async fn begin(
        client: &'a mut Client,
        url: &PostgresUrl,
    ) -> Result<Self, CarryError> {
        let tx = client.transaction().await?;
        migration::run_in(&tx, url).await?;
        tx.batch_execute(NO_LIMITS).await?;
        tx.batch_execute(PostgresTokenStore::SCHEMA).await?;
        tx.batch_execute(LOCK).await?;
        Ok(Self { tx })
    }

    pub(super) async fn standing(&self) -> Result<Standing, CarryError> {
        let stamped = "SELECT to_regclass('carried_over') IS NOT NULL";
        if self.tx.query_one(stamped, &[]).await?.try_get(0)? {
            let print = "SELECT source_fingerprint FROM carried_over";
            if let Some(row) = self.tx.query_opt(print, &[]).await? {
                return Ok(Standing::Copy(row.try_get(0)?));
            }
        }
        let world = "SELECT gateway_origin FROM installation";
        if let Some(row) = self.tx.query_opt(world, &[]).await? {
            let origin: String = row.try_get(0)?;
            return Ok(Standing::Holds(format!(
                "a service's with the gateway {origin}"
            )));
        }
        for table in TABLES.iter().chain([TOKENS]) {
            let any = format!("SELECT EXISTS (SELECT 1 FROM {})", table.name);
            if self.tx.query_one(&any, &[]).await?.try_get(0)? {
                return Ok(Standing::Holds(format!("rows in {}", table.name)));
            }
        }
        Ok(Standing::Empty)
    }

    /// Milliseconds since the epoch by the database's clock.
    pub(super) async fn now(&self) -> Result<i64, CarryError> {
        Ok(self
            .tx
            .query_one("SELECT bkash_now()", &[])
            .await?
            .try_get(0)?)
    }

    pub(super) async fn arriving(&self, table: &Table) -> Result<Arriving, CarryError> {
        let types = self.types(table).await?;
        let copy = format!(
            "COPY {} ({}) FROM STDIN BINARY",
            table.name,
            table.columns()
        );
        let sink = self.tx.copy_in(&copy).await?;
        Ok(Arriving {
            writer: Box::pin(BinaryCopyInWriter::new(sink, &types)),
            sent: Fingerprint::default(),
        })
    }

    async fn types(&self, table: &Table) -> Result<Vec<Type>, CarryError> {
        let select = format!("SELECT {} FROM {}", table.columns(), table.name);
        let statement = self.tx.prepare(&select).await?;
        Ok(statement
            .columns()
            .iter()
            .map(|column| column.type_().clone())
            .collect())
    }

    /// What the table holds now, read back row by row.
    pub(super) async fn fingerprint(&self, table: &Table) -> Result<Fingerprint, CarryError> {
        let select = format!("SELECT {} FROM {}", table.columns(), table.name);
        let nothing = std::iter::empty::<&(dyn ToSql + Sync)>();
        let mut rows = pin!(self.tx.query_raw(&select, nothing).await?);
        let mut print = Fingerprint::default();
        while let Some(row) = rows.try_next().await? {
            let cells: Vec<Cell> = (0..row.len())
                .map(|index| row.try_get(index))
                .collect::<Result<_, _>>()?;
            print.add(&cells);
        }
        Ok(print)
    }

    /// The next row of its own has the number after the last one.
    pub(super) async fn count_on(&self, table: &Table) -> Result<(), CarryError> {
        let Some(column) = table.counted else {
            return Ok(());
        };
        let name = table.name;
        let next = format!("SELECT coalesce(max({column}), 0) + 1 FROM {name}");
        let next: i64 = self.tx.query_one(&next, &[]).await?.try_get(0)?;
        // Unlike setval, this is undone with the transaction.
        let restart = format!("ALTER TABLE {name} ALTER COLUMN {column} RESTART WITH {next}");
        Ok(self.tx.batch_execute(&restart).await?)
    }

    pub(super) async fn sums(&self) -> Result<Sums, CarryError> {
        let ledger = "SELECT account, book, count(*), sum(poisha)::bigint
            FROM ledger_postings GROUP BY account, book";
        let payments = "SELECT account, status, count(*),
                sum((record::json #>> '{order,amount}')::bigint)::bigint
            FROM payments GROUP BY account, status";
        Ok(Sums {
            ledger: self.grouped(ledger).await?,
            payments: self.grouped(payments).await?,
        })
    }

    async fn grouped(&self, statement: &str) -> Result<Vec<Sum>, CarryError> {
        let sum = |row: &tokio_postgres::Row| {
            Ok(Sum {
                account: row.try_get(0)?,
                of: row.try_get(1)?,
                rows: row.try_get(2)?,
                poisha: row.try_get(3)?,
            })
        };
        self.tx
            .query(statement, &[])
            .await?
            .iter()
            .map(sum)
            .collect()
    }

    pub(super) async fn stamp(&self, source: &[u8; 32]) -> Result<(), CarryError> {
        self.tx.batch_execute(STAMP).await?;
        let stamp =
            "INSERT INTO carried_over (source_fingerprint, carried_at) VALUES ($1, bkash_now())";
        self.tx.execute(stamp, &[&source.as_slice()]).await?;
        Ok(())
    }

    /// A server that refuses has kept nothing; one that falls silent may have.
    pub(super) async fn commit(self) -> Result<(), CarryError> {
        self.tx
            .commit()
            .await
            .map_err(|error| match error.as_db_error() {
                Some(_) => CarryError::Failed(error.into()),
                None => CarryError::Unanswered(StoreError::unavailable(error)),
            })
    }

    pub(super) async fn leave_as_it_was(self) -> Result<(), CarryError> {
        Ok(self.tx.rollback().await?)
    }
}

/// Rows on their way into a table.
pub(super) struct Arriving {
    writer: Pin<Box<BinaryCopyInWriter>>,
    sent: Fingerprint,
}

impl Arriving {
    pub(super) async fn row(&mut self, cells: &[Cell]) -> Result<(), CarryError> {
        self.sent.add(cells);
        Ok(self.writer.as_mut().write_raw(cells).await?)
    }

    /// Of all that was sent.
    pub(super) async fn end(mut self) -> Result<Fingerprint, CarryError> {
        self.writer.as_mut().finish().await?;
        Ok(self.sent)
    }
}
