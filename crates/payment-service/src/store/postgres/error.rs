use std::error::Error as _;

use deadpool_postgres::{HookError, PoolError};
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};
use tokio_postgres::types::WrongType;

use super::PostgresUrl;
use crate::store::StoreError;

/// Why a PostgreSQL database cannot be used; says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// No server, or one that does not answer.
    #[error(
        "the server cannot be reached: {0}; see that it runs, and that host and port are right"
    )]
    Unreachable(String),
    /// Its certificate is not trusted, or it has none though one was asked for.
    #[error(
        "no secure connection: {0}; the server needs a certificate of an authority that this machine trusts \
         (SSL_CERT_FILE names another list), or sslmode=disable on a network that nobody else is on"
    )]
    Tls(String),
    /// Wrong user or password, or a server that does not let this machine in.
    #[error(
        "the server refuses the user {user}: {why}; see its password, and pg_hba.conf on the server"
    )]
    Refused {
        /// Who.
        user: String,
        /// What the server said.
        why: String,
    },
    /// The server has no such database.
    #[error(
        "the server has no database {database}: let an administrator run \
         CREATE DATABASE \"{database}\" OWNER \"{user}\""
    )]
    NoDatabase {
        /// Its name.
        database: String,
        /// Who would use it.
        user: String,
    },
    /// The user may not make or use the tables.
    #[error("the user {user} may not do this: {why}; make it the owner of the database {database}")]
    NotAllowed {
        /// Who.
        user: String,
        /// The database.
        database: String,
        /// What the server said.
        why: String,
    },
    /// A newer schema, an edited one, or a failure while it was brought up to date.
    #[error(transparent)]
    Schema(#[from] StoreError),
}

impl ConnectError {
    pub(super) fn of_pool(error: &PoolError, url: &PostgresUrl) -> Self {
        match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
                Self::of(error, url)
            }
            other => Self::Unreachable(other.to_string()),
        }
    }

    pub(super) fn of(error: &Error, url: &PostgresUrl) -> Self {
        let (user, database) = (url.user().to_owned(), url.database().to_owned());
        let Some(refusal) = error.as_db_error() else {
            let told = whole(error);
            return match told.contains("TLS") || told.contains("certificate") {
                true => Self::Tls(told),
                false => Self::Unreachable(told),
            };
        };
        let why = shown(refusal);
        match *refusal.code() {
            SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
                Self::Refused { user, why }
            }
            SqlState::INVALID_CATALOG_NAME => Self::NoDatabase { database, user },
            SqlState::INSUFFICIENT_PRIVILEGE => Self::NotAllowed {
                user,
                database,
                why,
            },
            _ if is_passing(refusal.code()) => Self::Unreachable(why),
            _ => Self::Schema(StoreError::corrupt(why)),
        }
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error.as_db_error() {
            Some(refusal) if !is_passing(refusal.code()) => Self::corrupt(shown(refusal)),
            Some(refusal) => Self::unavailable(shown(refusal)),
            // A statement that does not fit its parameters.
            None if is_wrong_type(&error) => Self::corrupt(whole(&error)),
            // Broken connections and the like: what arrived is read elsewhere.
            None => Self::unavailable(whole(&error)),
        }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        Self::unavailable(match error {
            PoolError::Timeout(_) => "no connection in time".to_owned(),
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
                error.as_db_error().map_or_else(|| whole(&error), shown)
            }
            other => other.to_string(),
        })
    }
}

/// Whether the same statement may succeed later. By class (PostgreSQL, Appendix A): connections, read-only servers,
/// rolled back transactions, resources, locks, administrators, the server's system.
fn is_passing(code: &SqlState) -> bool {
    let passing = ["08", "40", "53", "55", "57", "58"];
    passing.iter().any(|class| code.code().starts_with(class))
        || *code == SqlState::READ_ONLY_SQL_TRANSACTION
        || *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
}

/// Without its detail, which quotes what the rows hold.
fn shown(error: &DbError) -> String {
    format!("{} ({})", error.message(), error.code().code())
}

fn is_wrong_type(error: &Error) -> bool {
    error
        .source()
        .is_some_and(|source| source.is::<WrongType>())
}

fn whole(error: &Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
