//! Tokens in a SQLite file, shared by all processes of one machine.

#[cfg(feature = "postgres")]
mod carried;
mod rows;

#[cfg(feature = "postgres")]
pub use carried::CarriedTokens;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::record::Record;
use super::vault::Vault;
use super::written::WrittenRecord;
use super::{
    Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenAccount, TokenStore, TokenStoreError,
};
use crate::clock::{Clock, SystemClock};
use crate::seal::EncryptionKeys;

/// How long a process waits for another's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

const SCHEMA: &str = include_str!("schema.sql");

/// A [`TokenStore`] in its own tables (`bkash_token*`) of a SQLite file, which may hold others'
/// tables too. Every process of the machine that opens the file shares tokens, lease and budget.
///
/// Without [`sealed_with`](Self::sealed_with) the tokens stand there in the clear: a file that does not exist
/// yet is created readable by its owner only.
#[derive(Clone)]
pub struct SqliteTokenStore {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    vault: Vault,
    connection: Arc<Mutex<Connection>>,
}

/// Why a transaction was not committed.
enum Failed {
    Database(rusqlite::Error),
    Tokens(TokenStoreError),
}

impl SqliteTokenStore {
    /// Opens or creates the file and its tables. Blocks on the disk: meant for start-up.
    ///
    /// # Errors
    /// If the file cannot be opened or is no database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, TokenStoreError> {
        Self::open_with_clock(path, Arc::new(SystemClock))
    }

    /// As [`SqliteTokenStore::open`], on a clock of the caller's.
    ///
    /// # Errors
    /// If the file cannot be opened or is no database.
    pub fn open_with_clock(
        path: impl AsRef<Path>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TokenStoreError> {
        let path = path.as_ref().to_owned();
        let why =
            |error: &dyn fmt::Display| TokenStoreError::new(format!("{}: {error}", path.display()));
        create_for_owner_only(&path).map_err(|error| why(&error))?;
        let connection = connect(&path).map_err(|error| why(&error))?;
        Ok(Self {
            path,
            clock,
            vault: Vault::default(),
            connection: Arc::new(Mutex::new(connection)),
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

    /// Runs `work` off the async threads in one transaction. An immediate one has the file's only
    /// write lock from its beginning, so what it reads stays true until it writes.
    async fn atomically<T: Send + 'static>(
        &self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failed> + Send + 'static,
    ) -> Result<T, TokenStoreError> {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(behavior)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok::<T, Failed>(value)
        });
        match done.await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(Failed::Database(error))) => Err(self.failed(&error)),
            Ok(Err(Failed::Tokens(error))) => Err(error),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Changes the account's record.
    async fn change<T: Send + 'static>(
        &self,
        account: &TokenAccount,
        decide: impl FnOnce(&mut Record, Timestamp) -> T + Send + 'static,
    ) -> Result<T, TokenStoreError> {
        let (account, clock, vault) =
            (account.clone(), Arc::clone(&self.clock), self.vault.clone());
        self.atomically(TransactionBehavior::Immediate, move |transaction| {
            // Read inside the transaction: it may have waited for another process.
            let now = clock.now();
            let mut record = rows::load(transaction, account.key())?.open(&account, &vault)?;
            let before = record.outline();
            let answer = decide(&mut record, now);
            if record.outline() == before {
                return Ok(answer);
            }
            let written = WrittenRecord::of(&record, &account, &vault)?;
            rows::save(transaction, &account, &written)?;
            Ok(answer)
        })
        .await
    }

    fn failed(&self, error: &dyn fmt::Display) -> TokenStoreError {
        TokenStoreError::new(format!("{}: {error}", self.path.display()))
    }
}

impl fmt::Debug for SqliteTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteTokenStore")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl TokenStore for SqliteTokenStore {
    async fn load(&self, account: &TokenAccount) -> Result<Option<StoredTokens>, TokenStoreError> {
        let (account, clock, vault) =
            (account.clone(), Arc::clone(&self.clock), self.vault.clone());
        // A read needs no lock: it does not wait for the writes of whoever shares the file.
        self.atomically(TransactionBehavior::Deferred, move |transaction| {
            let record = rows::load(transaction, account.key())?.open(&account, &vault)?;
            Ok(record.stored(clock.now()))
        })
        .await
    }

    async fn begin_call(
        &self,
        account: &TokenAccount,
        intent: &Intent,
    ) -> Result<Begin, TokenStoreError> {
        let intent = intent.clone();
        self.change(account, move |record, now| record.begin_call(&intent, now))
            .await
    }

    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        end: CallEnd,
    ) -> Result<Finish, TokenStoreError> {
        self.change(account, move |record, now| record.finish(&permit, end, now))
            .await
    }

    fn is_persistent(&self) -> bool {
        true
    }

    fn is_sealed(&self) -> bool {
        self.vault.seals()
    }
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<TokenStoreError> for Failed {
    fn from(error: TokenStoreError) -> Self {
        Self::Tokens(error)
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Tokens that stood there in the clear are overwritten once they are sealed.
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

#[cfg(unix)]
fn create_for_owner_only(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    match std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
    {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        created => created.map(drop),
    }
}

#[cfg(not(unix))]
fn create_for_owner_only(_: &Path) -> std::io::Result<()> {
    Ok(())
}
