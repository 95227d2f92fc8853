//! Where a service under test keeps its payments.

/// A database of a test's own.
pub(crate) enum Backend {
    /// A file in the program's folder.
    #[cfg(feature = "kill-points")]
    Sqlite,
    /// A database on the server that `scripts/servers` started; it goes with this.
    #[cfg(feature = "server-tests")]
    Postgres(super::postgres::Database),
}

impl Backend {
    /// As BKASH_DATABASE_URL takes it.
    pub(crate) fn url(&self) -> &str {
        match self {
            #[cfg(feature = "kill-points")]
            Self::Sqlite => "sqlite:bkash.db",
            #[cfg(feature = "server-tests")]
            Self::Postgres(database) => database.url(),
        }
    }

    /// Puts the database's clocks ahead of the machine's. SQLite has none of its own.
    #[cfg(feature = "kill-points")]
    pub(crate) fn set_ahead(&self, seconds: i64) {
        match self {
            Self::Sqlite => {}
            #[cfg(feature = "server-tests")]
            Self::Postgres(database) => database.set_ahead(seconds),
        }
    }
}
