//! A PostgreSQL database of its own for each test, on the server that `scripts/servers` started.

use std::sync::atomic::{AtomicU64, Ordering};

use payment_core::Timestamp;
use payment_service::store::postgres::{PostgresStore, PostgresUrl};
use tokio::sync::OnceCell;
use tokio_postgres::{Client, Config, NoTls};

/// Goes with its last user.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) url: PostgresUrl,
    name: String,
}

/// The address of the server, with a user who may do everything.
pub(crate) fn server() -> String {
    std::env::var("BKASH_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "BKASH_TEST_POSTGRES is not set: run `scripts/servers start DIR` and `. DIR/env` first, and \
             `scripts/servers stop DIR` afterwards; scripts/test does so itself"
        )
    })
}

/// The address of the database `name` on the server of `server`.
pub(crate) fn address(server: &str, name: &str) -> String {
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// A connection besides those of a store.
pub(crate) async fn client(address: &str) -> Client {
    let config: Config = address.parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// A name that no other test run has on this server.
pub(crate) fn fresh_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let (run, next) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    format!("test_{run}_{next}")
}

impl Database {
    /// Without a single table.
    pub(crate) async fn empty() -> Self {
        Self::from("template0").await
    }

    /// With the schema of today, the clock of the server, and nothing in it.
    pub(crate) async fn new() -> Self {
        // A database that is copied must have no users: made once, it is left alone.
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(async || {
            let database = Self::empty().await;
            drop(PostgresStore::connect(&database.url).await.unwrap());
            let name = database.name.clone();
            let gone = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1";
            let admin = client(&server()).await;
            while admin
                .query_one(gone, &[&name])
                .await
                .unwrap()
                .get::<_, i64>(0)
                > 0
            {
                tokio::task::yield_now().await;
            }
            std::mem::forget(database);
            name
        });
        Self::from(template.await).await
    }

    async fn from(template: &str) -> Self {
        let name = fresh_name();
        let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
        let admin = client(&server()).await;
        admin.batch_execute(&create).await.unwrap();
        let url = address(&server(), &name).parse().unwrap();
        Self { url, name }
    }

    /// As a store's, with the user's password if it has one.
    pub(crate) fn address(&self) -> String {
        address(&server(), &self.name)
    }

    /// A connection besides those of a store.
    pub(crate) async fn client(&self) -> Client {
        client(&self.address()).await
    }

    /// From here on the database's clock stands at `now`, until it is told otherwise.
    pub(crate) async fn set_clock(&self, now: Timestamp) {
        let sql = format!(
            "CREATE OR REPLACE FUNCTION bkash_now() RETURNS bigint LANGUAGE sql AS 'SELECT {}::bigint'",
            now.as_millis()
        );
        self.client().await.batch_execute(&sql).await.unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, sql) = (
            server(),
            format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
        );
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(async {
                client(&server).await.batch_execute(&sql).await.unwrap();
            });
        });
        // The server of a test that took it away is gone with its databases.
        let _ = dropped.join();
    }
}
