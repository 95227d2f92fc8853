//! Databases on a PostgreSQL server.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio_postgres::{Config, NoTls};

/// A database of its own; it goes with this.
pub(crate) struct Database {
    server: String,
    name: String,
    url: String,
}

/// The server that scripts/test has started.
pub(crate) fn server() -> String {
    std::env::var("BKASH_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "BKASH_TEST_POSTGRES is not set: run `scripts/servers start DIR` and `. DIR/env` first, and \
             `scripts/servers stop DIR` afterwards; scripts/test does so itself"
        )
    })
}

impl Database {
    /// An empty one on the server at this address.
    pub(crate) fn create(server: &str) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let (run, next) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let name = format!("fault_{run}_{next}");
        execute(server, &format!("CREATE DATABASE {name}"));
        let (host, _) = server.rsplit_once('/').unwrap();
        Self {
            server: server.to_owned(),
            url: format!("{host}/{name}"),
            name,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Puts the clocks of payments and tokens ahead of the machine's.
    pub(crate) fn set_ahead(&self, seconds: i64) {
        let ahead = seconds * 1000;
        for clock in ["bkash_now", "bkash_token_now"] {
            let now = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
            let function = format!(
                "CREATE OR REPLACE FUNCTION {clock}() RETURNS bigint LANGUAGE sql VOLATILE \
                 AS 'SELECT {now} + {ahead}'"
            );
            execute(&self.url, &function);
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The server of a test that took it away is gone with its databases.
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = try_execute(&self.server, &drop);
    }
}

/// Runs statements on a connection of their own.
pub(crate) fn execute(address: &str, statements: &str) {
    try_execute(address, statements).unwrap_or_else(|error| panic!("{statements}: {error}"));
}

/// As [`execute`], for a server that may be away.
pub(crate) fn try_execute(address: &str, statements: &str) -> Result<(), tokio_postgres::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let config: Config = address.parse()?;
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute(statements).await
    })
}
