//! Tokens in a SQLite file, shared by all processes of one machine.

mod rows;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{
    Begin, Finish, Intent, Permit, StoredTokens, TokenAccount, TokenSet, TokenStore,
    TokenStoreError,
};
use crate::clock::{Clock, SystemClock};

/// How long a process waits for another's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

const SCHEMA: &str = include_str!("schema.sql");

/// A [`TokenStore`] in its own tables (`bkash_token*`) of a SQLite file, which may hold others'
/// tables too. Every process of the machine that opens the file shares tokens, lease and budget.
///
/// The tokens stand there in the clear: a file that does not exist yet is created readable by its
/// owner only.
#[derive(Clone)]
pub struct SqliteTokenStore {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    connection: Arc<Mutex<Connection>>,
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
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Runs `work` off the async threads in one transaction. An immediate one has the file's only
    /// write lock from its beginning, so what it reads stays true until it writes.
    async fn atomically<T: Send + 'static>(
        &self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, TokenStoreError> {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(behavior)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok::<T, rusqlite::Error>(value)
        });
        match done.await {
            Ok(done) => done.map_err(|error| self.failed(&error)),
            Err(error) => Err(self.failed(&error)),
        }
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
        let (account, clock) = (account.clone(), Arc::clone(&self.clock));
        // A read needs no lock: it does not wait for the writes of whoever shares the file.
        self.atomically(TransactionBehavior::Deferred, move |transaction| {
            let record = rows::load(transaction, &account)?;
            Ok(record.stored(clock.now()))
        })
        .await
    }

    async fn begin_call(
        &self,
        account: &TokenAccount,
        intent: &Intent,
    ) -> Result<Begin, TokenStoreError> {
        let (account, clock) = (account.clone(), Arc::clone(&self.clock));
        let intent = intent.clone();
        self.atomically(TransactionBehavior::Immediate, move |transaction| {
            // Read inside the transaction: it may have waited for another process.
            let now = clock.now();
            let mut record = rows::load(transaction, &account)?;
            let begin = record.begin_call(&intent, now);
            rows::save(transaction, &account, &record)?;
            Ok(begin)
        })
        .await
    }

    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        tokens: Option<TokenSet>,
    ) -> Result<Finish, TokenStoreError> {
        let (account, clock) = (account.clone(), Arc::clone(&self.clock));
        self.atomically(TransactionBehavior::Immediate, move |transaction| {
            let mut record = rows::load(transaction, &account)?;
            let finish = record.finish(&permit, tokens, clock.now());
            rows::save(transaction, &account, &record)?;
            Ok(finish)
        })
        .await
    }

    fn is_persistent(&self) -> bool {
        true
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
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
