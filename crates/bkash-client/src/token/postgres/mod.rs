//! Tokens in PostgreSQL, shared by a fleet.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::{Object, Pool, PoolError};
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_postgres::Transaction;

use super::record::Record;
use super::vault::Vault;
use super::written::{WrittenRecord, moment};
use super::{
    Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenAccount, TokenStore, TokenStoreError,
};
use crate::seal::EncryptionKeys;

/// The longest that one step may take, a free connection included: shorter than the time by which a lease
/// outlasts its call.
const STEP: Duration = Duration::from_secs(4);

/// What a process that stops answering may hold up: nothing for long.
const LIMITS: &str = "SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '3s'; \
    SET LOCAL idle_in_transaction_session_timeout = '5s'";
const READ: &str = "SELECT record, bkash_token_now() FROM bkash_token WHERE account = $1";
const MAKE: &str =
    "INSERT INTO bkash_token (account, record) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const LOCK: &str = "SELECT record FROM bkash_token WHERE account = $1 FOR UPDATE";
const NOW: &str = "SELECT bkash_token_now()";
const SAVE: &str = "UPDATE bkash_token SET record = $2 WHERE account = $1";

/// A [`TokenStore`] in a table of its own (`bkash_token`) of a PostgreSQL database, which may hold others'
/// tables too. Every process that uses the database shares tokens, lease and budget, and the database's
/// clock tells the time for all of them.
#[derive(Clone)]
pub struct PostgresTokenStore {
    pool: Pool,
    vault: Vault,
}

/// Why a step was not taken.
enum Failed {
    Database(tokio_postgres::Error),
    Tokens(TokenStoreError),
}

impl PostgresTokenStore {
    /// Makes the table and its clock if they are not there: for a transaction of the caller's.
    pub const SCHEMA: &'static str = include_str!("schema.sql");

    /// Makes the table and its clock if they are not there; safe for any number of processes at once.
    ///
    /// # Errors
    /// If the database does not answer, or does not let this user make them.
    pub async fn open(pool: Pool) -> Result<Self, TokenStoreError> {
        on_a_connection(&pool, async |client| {
            let transaction = client.transaction().await?;
            transaction.batch_execute(Self::SCHEMA).await?;
            Ok(transaction.commit().await?)
        })
        .await?;
        Ok(Self {
            pool,
            vault: Vault::default(),
        })
    }

    /// Seals what it writes from now on, if there are keys; what stands there in the clear is read and sealed
    /// with its next change.
    #[must_use]
    pub fn sealed_with(self, keys: Option<EncryptionKeys>) -> Self {
        Self {
            vault: Vault::new(keys),
            ..self
        }
    }

    /// Changes the account's record, which nobody else can read to change it meanwhile.
    async fn change<T>(
        &self,
        account: &TokenAccount,
        decide: impl FnOnce(&mut Record, Timestamp) -> T,
    ) -> Result<T, TokenStoreError> {
        on_a_connection(&self.pool, async |client| {
            // Rolled back when it is dropped, at whatever point.
            let transaction = client.transaction().await?;
            let mut record = self.lock(&transaction, account).await?;
            // Asked once the row is ours: it may have been waited for.
            let now = moment(transaction.query_one(NOW, &[]).await?.try_get(0)?)?;
            let before = record.outline();
            let answer = decide(&mut record, now);
            if record.outline() == before {
                return Ok(answer);
            }
            let json = WrittenRecord::of(&record, account, &self.vault)?.render()?;
            transaction.execute(SAVE, &[&account.key(), &json]).await?;
            transaction.commit().await?;
            Ok(answer)
        })
        .await
    }

    async fn lock(
        &self,
        transaction: &Transaction<'_>,
        account: &TokenAccount,
    ) -> Result<Record, Failed> {
        transaction.batch_execute(LIMITS).await?;
        let nothing = WrittenRecord::default().render()?;
        transaction
            .execute(MAKE, &[&account.key(), &nothing])
            .await?;
        let row = transaction.query_one(LOCK, &[&account.key()]).await?;
        Ok(WrittenRecord::parse(row.try_get(0)?)?.open(account, &self.vault)?)
    }
}

#[async_trait]
impl TokenStore for PostgresTokenStore {
    async fn load(&self, account: &TokenAccount) -> Result<Option<StoredTokens>, TokenStoreError> {
        on_a_connection(&self.pool, async |client| {
            let Some(row) = client.query_opt(READ, &[&account.key()]).await? else {
                return Ok(None);
            };
            let record = WrittenRecord::parse(row.try_get(0)?)?.open(account, &self.vault)?;
            Ok(record.stored(moment(row.try_get(1)?)?))
        })
        .await
    }

    async fn begin_call(
        &self,
        account: &TokenAccount,
        intent: &Intent,
    ) -> Result<Begin, TokenStoreError> {
        self.change(account, |record, now| record.begin_call(intent, now))
            .await
    }

    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        end: CallEnd,
    ) -> Result<Finish, TokenStoreError> {
        self.change(account, |record, now| record.finish(&permit, end, now))
            .await
    }

    fn is_persistent(&self) -> bool {
        true
    }

    fn is_sealed(&self) -> bool {
        self.vault.seals()
    }
}

impl fmt::Debug for PostgresTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresTokenStore").finish_non_exhaustive()
    }
}

/// Takes one step on a connection of the pool. One that does not answer in time is not used again: the next caller
/// would wait behind this one.
async fn on_a_connection<T>(
    pool: &Pool,
    step: impl AsyncFnOnce(&mut Object) -> Result<T, Failed>,
) -> Result<T, TokenStoreError> {
    let late =
        || TokenStoreError::new(format!("PostgreSQL did not answer in {} s", STEP.as_secs()));
    let began = Instant::now();
    let connected = tokio::time::timeout_at(began + STEP, pool.get()).await;
    let mut client = connected
        .map_err(|_| late())?
        .map_err(|error| match error {
            PoolError::Backend(error) => told(&error),
            error => TokenStoreError::new(format!("PostgreSQL: {error}")),
        })?;
    match tokio::time::timeout_at(began + STEP, step(&mut client)).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(Failed::Tokens(error))) => Err(error),
        Ok(Err(Failed::Database(error))) => Err(told(&error)),
        Err(_) => {
            drop(Object::take(client));
            Err(late())
        }
    }
}

/// The server's own message without its detail, which can repeat a row; else what went wrong on the way.
fn told(error: &tokio_postgres::Error) -> TokenStoreError {
    let why = error.as_db_error().map_or_else(
        || {
            let cause = std::error::Error::source(error);
            cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
        },
        |server| format!("{} ({})", server.message(), server.code().code()),
    );
    TokenStoreError::new(format!("PostgreSQL: {why}"))
}

impl From<tokio_postgres::Error> for Failed {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<TokenStoreError> for Failed {
    fn from(error: TokenStoreError) -> Self {
        Self::Tokens(error)
    }
}
