//! Tokens in Redis, shared by a fleet.

mod durability;
mod url;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{RedisError, Script};

use super::record::Record;
use super::vault::Vault;
use super::written::{WrittenRecord, moment};
use super::{
    Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenAccount, TokenStore, TokenStoreError,
};
use crate::seal::EncryptionKeys;
pub use url::{RedisUrl, RedisUrlError};

/// The longest that one step may take, a new connection included: shorter than the time by which a lease
/// outlasts its call.
const STEP: Duration = Duration::from_secs(3);
/// One exchange with the server.
const EXCHANGE: Duration = Duration::from_secs(1);
/// Another process may change the record between our read and our write; only token calls do, so a second
/// try mostly finds it at rest.
const TRIES: usize = 20;

const SWAP: &str = include_str!("swap.lua");

/// A [`TokenStore`] in Redis: one JSON text for each account, under `bkash:token:` and the account's key.
/// Every process that uses the server shares tokens, lease and budget, and the server's clock tells the time
/// for all of them.
#[derive(Clone)]
pub struct RedisTokenStore {
    url: RedisUrl,
    prefix: String,
    connection: ConnectionManager,
    swap: Script,
    vault: Vault,
}

impl RedisTokenStore {
    /// Connects, and warns in the log if the server would forget: then a restart of it could let the fleet
    /// make more token calls than the gateway allows.
    ///
    /// # Errors
    /// If the server does not answer or does not let us in.
    pub async fn open(url: &RedisUrl) -> Result<Self, TokenStoreError> {
        let failed = |error: RedisError| told(url, &error);
        let client = redis::Client::open(url.info()).map_err(failed)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(EXCHANGE))
            .set_response_timeout(Some(EXCHANGE))
            // A step that fails is taken again by whoever needs a token.
            .set_number_of_retries(0);
        let connecting = ConnectionManager::new_with_config(client, config);
        let mut connection = within_a_step(url, connecting).await?;
        let asking = async { Ok(durability::doubts(&mut connection).await) };
        for doubt in within_a_step(url, asking).await? {
            tracing::warn!(server = %url, "the token store may forget how many token calls were made: {doubt}");
        }
        Ok(Self {
            url: url.clone(),
            prefix: "bkash:token:".to_owned(),
            connection,
            swap: Script::new(SWAP),
            vault: Vault::default(),
        })
    }

    /// Keeps its keys under another prefix, for a server that several systems share.
    #[must_use]
    pub fn under(self, prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
            ..self
        }
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

    fn key(&self, account: &TokenAccount) -> String {
        format!("{}{}", self.prefix, account.key())
    }

    /// What stands there, empty if nothing does, and the server's time.
    async fn read(&self, account: &TokenAccount) -> Result<(String, Timestamp), TokenStoreError> {
        let ask = || async {
            let mut connection = self.connection.clone();
            redis::pipe()
                .get(self.key(account))
                .cmd("TIME")
                .query_async::<(Option<String>, (i64, i64))>(&mut connection)
                .await
        };
        // The first to use a connection finds out that it was closed meanwhile.
        let asked = async {
            match ask().await {
                Err(error) if error.is_connection_dropped() => ask().await,
                answered => answered,
            }
        };
        let (found, (seconds, microseconds)) = within_a_step(&self.url, asked).await?;
        let now = moment(seconds.saturating_mul(1000) + microseconds / 1000)?;
        Ok((found.unwrap_or_default(), now))
    }

    fn record(&self, account: &TokenAccount, json: &str) -> Result<Record, TokenStoreError> {
        match json {
            "" => Ok(Record::default()),
            json => WrittenRecord::parse(json)?.open(account, &self.vault),
        }
    }

    /// Changes the account's record, unless another changed it since it was read: then decides anew. An
    /// answer that was lost is an error: the change may have been made, so it is not made again.
    async fn change<T>(
        &self,
        account: &TokenAccount,
        decide: impl Fn(&mut Record, Timestamp) -> T,
    ) -> Result<T, TokenStoreError> {
        for _ in 0..TRIES {
            let (found, now) = self.read(account).await?;
            let mut record = self.record(account, &found)?;
            let before = record.outline();
            let answer = decide(&mut record, now);
            if record.outline() == before {
                return Ok(answer);
            }
            let json = WrittenRecord::of(&record, account, &self.vault)?.render()?;
            if self.swapped(account, &found, &json).await? {
                return Ok(answer);
            }
        }
        Err(TokenStoreError::new(format!(
            "{}: other processes changed the tokens {TRIES} times in a row",
            self.url
        )))
    }

    async fn swapped(
        &self,
        account: &TokenAccount,
        found: &str,
        json: &str,
    ) -> Result<bool, TokenStoreError> {
        let mut connection = self.connection.clone();
        let mut call = self.swap.key(self.key(account));
        call.arg(found).arg(json);
        within_a_step(&self.url, call.invoke_async(&mut connection)).await
    }
}

#[async_trait]
impl TokenStore for RedisTokenStore {
    async fn load(&self, account: &TokenAccount) -> Result<Option<StoredTokens>, TokenStoreError> {
        let (found, now) = self.read(account).await?;
        Ok(self.record(account, &found)?.stored(now))
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
        self.change(account, |record, now| {
            record.finish(&permit, end.clone(), now)
        })
        .await
    }

    /// True of the store, not of every server: see the warnings of [`RedisTokenStore::open`].
    fn is_persistent(&self) -> bool {
        true
    }

    fn is_sealed(&self) -> bool {
        self.vault.seals()
    }
}

impl fmt::Debug for RedisTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisTokenStore")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

async fn within_a_step<T>(
    url: &RedisUrl,
    work: impl Future<Output = Result<T, RedisError>>,
) -> Result<T, TokenStoreError> {
    match tokio::time::timeout(STEP, work).await {
        Ok(done) => done.map_err(|error| told(url, &error)),
        Err(_) => Err(TokenStoreError::new(format!(
            "{url} did not answer within {} s",
            STEP.as_secs()
        ))),
    }
}

fn told(url: &RedisUrl, error: &RedisError) -> TokenStoreError {
    TokenStoreError::new(format!("{url}: {error}"))
}
