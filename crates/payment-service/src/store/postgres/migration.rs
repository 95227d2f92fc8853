//! Brings the schema up to date, once, however many instances start together.

use deadpool_postgres::Client;
use tokio_postgres::Error;

use crate::store::StoreError;
use crate::store::migration::{Migration, missing};

/// In order; the first is version 1.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "0001_tables",
        sql: include_str!("migrations/0001_tables.sql"),
    },
    Migration {
        name: "0002_functions",
        sql: include_str!("migrations/0002_functions.sql"),
    },
];

/// `bKash` in ASCII: nobody else's lock.
const LOCK: i64 = 0x62_4b_61_73_68;

/// Why a schema is not up to date.
#[derive(Debug)]
pub(super) enum Failed {
    /// The server refused.
    Sql(Error),
    /// It is not a schema of this program.
    Schema(StoreError),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Sql(error)
    }
}

/// Runs what is missing in one transaction; whoever comes second waits, and finds nothing to do.
pub(super) async fn run(client: &mut Client, migrations: &[Migration]) -> Result<(), Failed> {
    let tx = client.transaction().await?;
    // A step may take longer than any verb, and so may the one who runs it before us.
    tx.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
        .await?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .await?;
    // Asked first, so that a user who may not make tables can use those that are there.
    let is_there = "SELECT to_regclass('migrations') IS NOT NULL";
    if !tx.query_one(is_there, &[]).await?.try_get::<_, bool>(0)? {
        tx.batch_execute(
            "CREATE TABLE migrations (
                version    integer PRIMARY KEY,
                name       text   NOT NULL,
                checksum   bytea  NOT NULL,
                applied_at bigint NOT NULL
            )",
        )
        .await?;
    }
    let applied: Vec<Vec<u8>> = tx
        .query("SELECT checksum FROM migrations ORDER BY version", &[])
        .await?
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    let missing = missing(migrations, &applied)
        .map_err(|refused| Failed::Schema(StoreError::corrupt(refused)))?;
    for migration in missing {
        tx.batch_execute(migration.sql).await?;
        tx.execute(
            "INSERT INTO migrations (version, name, checksum, applied_at)
             SELECT count(*) + 1, $1, $2, floor(extract(epoch FROM clock_timestamp()) * 1000) FROM migrations",
            &[&migration.name, &migration.checksum().as_slice()],
        )
        .await?;
    }
    Ok(tx.commit().await?)
}
