//! A database of a test's own on the server that BKASH_TEST_POSTGRES names.

use std::sync::atomic::{AtomicUsize, Ordering};

use bkash_client::PostgresTokenStore;
use deadpool_postgres::{Manager, Pool};
use jiff::SignedDuration;
use tokio_postgres::{Config, NoTls};

use super::{account, go, intent};

pub(super) struct Database {
    pool: Pool,
    url: String,
}

impl Database {
    pub(super) async fn create() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let server = std::env::var("BKASH_TEST_POSTGRES").expect(
            "BKASH_TEST_POSTGRES is not set: `scripts/servers start DIR`, then `. DIR/env`",
        );
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tokens_{}_{number}", std::process::id());
        let admin = pool(&server).get().await.unwrap();
        admin
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        let (server, _) = server.rsplit_once('/').unwrap();
        let url = format!("{server}/{name}");
        Self {
            pool: pool(&url),
            url,
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// On a pool of its own, as another process would.
    pub(super) async fn open(&self) -> PostgresTokenStore {
        PostgresTokenStore::open(pool(&self.url)).await.unwrap()
    }

    async fn run(&self, sql: &str) {
        let client = self.pool.get().await.unwrap();
        client.batch_execute(sql).await.unwrap();
    }

    /// On top of the leaps before.
    pub(super) async fn leap(&self, by: SignedDuration) {
        let name = "bkash_token_now";
        self.run(&format!(
            "ALTER FUNCTION {name}() RENAME TO {name}_before_{stamp}; \
             CREATE FUNCTION {name}() RETURNS bigint LANGUAGE sql VOLATILE \
             AS 'SELECT {name}_before_{stamp}() + {by}'",
            stamp = jiff::Timestamp::now().as_nanosecond(),
            by = by.as_millis(),
        ))
        .await;
    }

    pub(super) async fn contents(&self) -> String {
        let client = self.pool.get().await.unwrap();
        let rows = client
            .query("SELECT account || record FROM bkash_token", &[])
            .await
            .unwrap();
        rows.iter().map(|row| row.get::<_, String>(0)).collect()
    }

    pub(super) async fn replace(&self, old: &str, new: &str) {
        let client = self.pool.get().await.unwrap();
        let change = "UPDATE bkash_token SET account = replace(account, $1, $2), \
            record = replace(record, $1, $2)";
        client.execute(change, &[&old, &new]).await.unwrap();
    }
}

pub(super) fn pool(url: &str) -> Pool {
    let manager = Manager::new(url.parse::<Config>().unwrap(), NoTls);
    Pool::builder(manager).max_size(4).build().unwrap()
}

#[tokio::test]
async fn eight_processes_that_start_together_make_the_tables_once() {
    use bkash_client::TokenStore as _;
    let database = Database::create().await;
    let mut set = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let pool = pool(database.url());
        set.spawn(async move { PostgresTokenStore::open(pool).await });
    }
    for store in set.join_all().await {
        assert!(store.unwrap().load(&account()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_step_that_is_cancelled_at_any_poll_leaves_no_open_transaction_and_no_locked_row() {
    use bkash_client::TokenStore as _;
    let database = Database::create().await;
    let store = database.open().await;
    let mut polls = 0;
    loop {
        polls += 1;
        let intent = intent(0);
        let account = account();
        let mut step = Box::pin(store.begin_call(&account, &intent));
        let mut left = polls;
        let done = std::future::poll_fn(|context| {
            left -= 1;
            match step.as_mut().poll(context) {
                std::task::Poll::Ready(done) => std::task::Poll::Ready(Some(done)),
                std::task::Poll::Pending if left == 0 => std::task::Poll::Ready(None),
                std::task::Poll::Pending => std::task::Poll::Pending,
            }
        })
        .await;
        drop(step);
        let after = store.load(&account).await.unwrap();
        assert!(after.is_none());
        if let Some(done) = done {
            done.unwrap();
            break;
        }
    }
    assert!(polls > 3, "{polls}");
    let client = database.pool.get().await.unwrap();
    let open = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
        AND state LIKE 'idle in transaction%'";
    let open: i64 = client.query_one(open, &[]).await.unwrap().get(0);
    assert_eq!(open, 0);
}

#[tokio::test]
async fn a_table_that_is_locked_is_given_up_on_and_its_connections_are_not_left_waiting() {
    use bkash_client::TokenStore as _;
    let database = Database::create().await;
    let store = database.open().await;
    let mut other = database.pool.get().await.unwrap();
    let lock = other.transaction().await.unwrap();
    lock.batch_execute("LOCK TABLE bkash_token IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let (account, intent) = (account(), intent(0));
    let asked = std::time::Instant::now();
    let (read, change) = tokio::join!(store.load(&account), store.begin_call(&account, &intent));
    assert!(read.is_err() && change.is_err(), "{read:?} {change:?}");
    assert!(asked.elapsed() < std::time::Duration::from_secs(5));
    drop(lock);
    let asked = std::time::Instant::now();
    assert!(store.load(&account).await.unwrap().is_none());
    go(store.begin_call(&account, &intent).await.unwrap());
    assert!(asked.elapsed() < std::time::Duration::from_secs(1));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_without_the_password() {
    let pool = pool("postgres://me:canary@127.0.0.1:1/bkash");
    let error = PostgresTokenStore::open(pool)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("PostgreSQL") && !error.contains("canary"),
        "{error}"
    );
}
