//! Where a service under test keeps its payments.

/// A database of a test's own.
pub(crate) enum Backend {
    /// A file in the program's folder.
    Sqlite,
}

impl Backend {
    /// As BKASH_DATABASE_URL takes it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite => "sqlite:bkash.db".to_owned(),
        }
    }

    /// Puts the database's clock ahead of the machine's. SQLite has none of its own.
    pub(crate) fn set_ahead(&self, _seconds: i64) {
        match self {
            Self::Sqlite => {}
        }
    }
}
