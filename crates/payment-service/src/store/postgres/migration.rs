//! Brings the schema up to date, once, however many instances start together.

use deadpool_postgres::{Client, Transaction};
use tokio_postgres::Error;

use super::{ConnectError, PostgresUrl};
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
    Migration {
        name: "0003_ended_attempts",
        sql: include_str!("migrations/0003_ended_attempts.sql"),
    },
    Migration {
        name: "0004_probes",
        sql: include_str!("migrations/0004_probes.sql"),
    },
    Migration {
        name: "0005_executing_first",
        sql: include_str!("migrations/0005_executing_first.sql"),
    },
    Migration {
        name: "0006_notifications",
        sql: include_str!("migrations/0006_notifications.sql"),
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

impl Failed {
    pub(super) fn at(self, url: &PostgresUrl) -> ConnectError {
        match self {
            Self::Sql(error) => ConnectError::of(&error, url),
            Self::Schema(error) => ConnectError::Schema(error),
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Sql(error)
    }
}

/// Runs what is missing in one transaction; whoever comes second waits, and finds nothing to do.
pub(super) async fn run(client: &mut Client, migrations: &[Migration]) -> Result<(), Failed> {
    let tx = client.transaction().await?;
    steps(&tx, migrations).await?;
    Ok(tx.commit().await?)
}

/// Runs what is missing in a transaction of the caller's, in which from then on no statement has a limit.
pub(in crate::store) async fn run_in(
    tx: &Transaction<'_>,
    url: &PostgresUrl,
) -> Result<(), ConnectError> {
    let done = steps(tx, MIGRATIONS).await;
    done.map_err(|failed| failed.at(url))
}

async fn steps(tx: &Transaction<'_>, migrations: &[Migration]) -> Result<(), Failed> {
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
    Ok(())
}

#[cfg(test)]
#[cfg(feature = "server-tests")]
mod tests {
    use super::*;
    use crate::store::postgres::{PostgresUrl, pool};

    const FIRST: Migration = Migration {
        name: "first",
        sql: "CREATE TABLE first (a bigint)",
    };
    const SECOND: Migration = Migration {
        name: "second",
        sql: "CREATE TABLE second (a bigint)",
    };

    async fn connected(url: &PostgresUrl) -> Client {
        pool(url, 1).unwrap().get().await.unwrap()
    }

    /// A database of the test's own; `scripts/servers` has started the server.
    async fn empty(name: &str) -> PostgresUrl {
        let server = std::env::var("BKASH_TEST_POSTGRES")
            .expect("run `scripts/servers start DIR` and `. DIR/env` first");
        let name = format!("migration_{name}_{}", std::process::id());
        let admin = connected(&server.parse().unwrap()).await;
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        admin.batch_execute(&create).await.unwrap();
        let (place, _) = server.rsplit_once('/').unwrap();
        format!("{place}/{name}").parse().unwrap()
    }

    async fn tables(client: &Client) -> i64 {
        let count = "SELECT count(*) FROM pg_class WHERE relname IN ('first', 'second')";
        client.query_one(count, &[]).await.unwrap().get(0)
    }

    fn refusal(result: Result<(), Failed>) -> StoreError {
        match result {
            Err(Failed::Schema(error)) => error,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn only_what_is_missing_runs() {
        let mut client = connected(&empty("missing").await).await;
        run(&mut client, &[FIRST]).await.unwrap();
        run(&mut client, &[FIRST, SECOND]).await.unwrap();
        run(&mut client, &[FIRST, SECOND]).await.unwrap();
        assert_eq!(tables(&client).await, 2);
    }

    #[tokio::test]
    async fn a_newer_schema_and_an_edited_migration_are_refused() {
        let mut client = connected(&empty("refused").await).await;
        run(&mut client, &[FIRST, SECOND]).await.unwrap();
        let newer = refusal(run(&mut client, &[FIRST]).await);
        assert!(newer.to_string().contains("version 2"), "{newer}");
        let edited = Migration {
            sql: "CREATE TABLE first (b bigint)",
            ..FIRST
        };
        let changed = refusal(run(&mut client, &[edited, SECOND]).await);
        assert!(changed.to_string().contains("first"), "{changed}");
        assert!(!newer.may_pass() && !changed.may_pass());
    }

    #[tokio::test]
    async fn a_migration_that_fails_leaves_nothing_behind() {
        let mut client = connected(&empty("broken").await).await;
        let broken = Migration {
            name: "broken",
            sql: "CREATE TABLE second (a bigint); SELECT no_such_function()",
        };
        assert!(run(&mut client, &[FIRST, broken]).await.is_err());
        assert_eq!(tables(&client).await, 0);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn eight_instances_that_start_on_an_older_schema_bring_it_up_to_date_once() {
        let url = empty("older").await;
        let mut client = connected(&url).await;
        run(&mut client, &MIGRATIONS[..1]).await.unwrap();
        let mut starts = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let url = url.clone();
            starts.spawn(async move { run(&mut connected(&url).await, MIGRATIONS).await });
        }
        for started in starts.join_all().await {
            started.unwrap();
        }
        let each_once = "SELECT count(*) = max(version) AND count(*) = $1 FROM migrations";
        let known = i64::try_from(MIGRATIONS.len()).unwrap();
        let row = client.query_one(each_once, &[&known]).await.unwrap();
        assert!(row.get::<_, bool>(0));
    }
}
