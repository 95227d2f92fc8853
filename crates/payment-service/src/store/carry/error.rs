use std::error::Error;
use std::path::PathBuf;

use bkash_client::TokenStoreError;

use crate::store::StoreError;
use crate::store::postgres::ConnectError;

/// Why nothing was carried over; says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CarryError {
    /// There is no such file.
    #[error("there is no file {}; name the one that database_url named so far", .0.display())]
    NoSource(PathBuf),
    /// Moved already, in use for long, or of another schema.
    #[error("the old database cannot be carried over: {0}")]
    Source(StoreError),
    /// Its schema is an older one.
    #[error(
        "the old database is {missing} steps of its schema behind this program: start this program's service on it \
         once, which brings it up, and stop it"
    )]
    OldSchema {
        /// How many.
        missing: usize,
    },
    /// No service ever ran on it.
    #[error(
        "the old database is empty: there is nothing to carry over, set database_url and start the service"
    )]
    NothingToCarry,
    /// The server, its database or its schema.
    #[error("the new database cannot be used: {0}")]
    Connect(#[from] ConnectError),
    /// It is not empty, and what it holds did not come from here.
    #[error(
        "the new database holds data already ({0}): name an empty one, which an administrator makes \
         with CREATE DATABASE"
    )]
    TargetHolds(String),
    /// It came from here, and the old database has changed since.
    #[error(
        "the new database holds an earlier copy, and the old one has changed since: the service must have gone on \
         with the old one. If none ran on the new one, drop it, make it again and repeat this; if one did, stop \
         both and compare them payment by payment"
    )]
    ChangedSince,
    /// The records' own times would be wrong by so much.
    #[error(
        "the clocks of this machine and of the new database's server are {apart_s} s apart; set both by NTP, \
         then repeat this"
    )]
    ClocksApart {
        /// Whole seconds; positive when the server's is ahead.
        apart_s: i64,
    },
    /// What arrived is not what was sent; nothing of it was kept.
    #[error("{0} did not arrive as it is in the old database; nothing was kept")]
    Differs(String),
    /// Something failed on the way; nothing of it was kept.
    #[error("nothing was carried over: {0}")]
    Failed(StoreError),
    /// The last commit was sent and its answer did not come.
    #[error(
        "the new database did not say whether it kept the copy: {0}. Repeat this command before any service \
         starts: it finishes what was kept, or begins anew"
    )]
    Unanswered(StoreError),
    /// The copy is complete, and the old file does not say so yet.
    #[error(
        "the copy is complete, but the old database could not be marked as moved: {0}. Repeat this command before \
         any service starts"
    )]
    NotMarked(StoreError),
}

impl CarryError {
    pub(super) fn unreadable(why: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Failed(StoreError::corrupt(why))
    }
}

impl From<rusqlite::Error> for CarryError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<tokio_postgres::Error> for CarryError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<TokenStoreError> for CarryError {
    fn from(error: TokenStoreError) -> Self {
        Self::Failed(StoreError::corrupt(error))
    }
}
