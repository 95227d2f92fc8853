use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use bkash_client::{BuildError, TokenStoreError};

use crate::notification::FetchError;
use crate::store::postgres::{ConnectError, PostgresUrl};
use crate::store::{OpenError, StoreError};
use crate::webhook::CarrierError;

/// Why a service did not start; says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is another program's, or not this machine's.
    #[error(
        "cannot listen on {address}: {source}; choose another BKASH_LISTEN or stop what uses it"
    )]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Payers could not come back.
    #[error(
        "BKASH_PUBLIC_URL is needed when the service does not listen on loopback ({address}): \
         write the address that payers' browsers can reach, such as https://pay.example.com"
    )]
    PublicUrlMissing {
        /// Where it would have listened.
        address: SocketAddr,
    },
    /// The file cannot be made, read or brought up to date.
    #[error(
        "cannot use the database {}: {source}; BKASH_DATABASE_URL names a file in a folder that exists, \
         made by this program or still to be made",
        path.display()
    )]
    Database {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: StoreError,
    },
    /// The server, its database or its schema cannot be used.
    #[error("cannot use the database {url}: {source}")]
    Postgres {
        /// Shown without its password.
        url: PostgresUrl,
        /// What went wrong, and what to do.
        source: ConnectError,
    },
    /// Another gateway's or other credentials' database, or an unreadable one.
    #[error(transparent)]
    World(#[from] OpenError),
    /// The tokens' tables cannot be used.
    #[error("cannot keep tokens: {0}")]
    Tokens(#[from] TokenStoreError),
    /// The client refuses its settings.
    #[error("cannot talk to the gateway: {0}")]
    Client(#[from] BuildError),
    /// The shop could not be told of anything.
    #[error(transparent)]
    Webhooks(#[from] CarrierError),
    /// No certificate of a notification could be fetched.
    #[error("notifications cannot be taken: {0}")]
    Notifications(#[from] FetchError),
    /// `BKASH_KILL_AT` names no point.
    #[cfg(feature = "kill-points")]
    #[error(transparent)]
    KillPoint(#[from] crate::kill_points::UnknownKillPoint),
}
