//! A record as stores write it: times in whole milliseconds, tokens sealed if there are keys.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::record::{Lease, Record};
use super::vault::{Secret, Vault};
use super::window::CallWindow;
use super::{TokenAccount, TokenSet, TokenStoreError};

/// All of one [`Record`]. As JSON it is what a server keeps; a file has it in columns.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct WrittenRecord {
    pub(super) version: i64,
    pub(super) tokens: Option<WrittenTokens>,
    pub(super) calls_at_ms: Vec<i64>,
    pub(super) lease: Option<WrittenLease>,
    pub(super) last_lease_id: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct WrittenTokens {
    pub(super) id_token: String,
    pub(super) issued_at_ms: i64,
    pub(super) expires_at_ms: i64,
    pub(super) refresh_token: Option<String>,
    pub(super) refresh_issued_at_ms: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct WrittenLease {
    pub(super) id: i64,
    pub(super) ends_at_ms: i64,
}

impl WrittenRecord {
    pub(super) fn of(
        record: &Record,
        account: &TokenAccount,
        vault: &Vault,
    ) -> Result<Self, TokenStoreError> {
        let tokens = record.tokens.as_ref();
        Ok(Self {
            version: record.version,
            tokens: tokens
                .map(|tokens| WrittenTokens::of(tokens, account, vault))
                .transpose()?,
            calls_at_ms: record.calls.calls().iter().map(milliseconds).collect(),
            lease: record.lease.map(|lease| WrittenLease {
                id: lease.id,
                ends_at_ms: milliseconds(&lease.ends_at),
            }),
            last_lease_id: record.last_lease_id,
        })
    }

    pub(super) fn open(
        self,
        account: &TokenAccount,
        vault: &Vault,
    ) -> Result<Record, TokenStoreError> {
        let calls = self.calls_at_ms.into_iter().map(moment);
        let lease = self.lease.map(|lease| {
            Ok::<_, TokenStoreError>(Lease {
                id: lease.id,
                ends_at: moment(lease.ends_at_ms)?,
            })
        });
        Ok(Record {
            version: self.version,
            tokens: self
                .tokens
                .map(|tokens| tokens.open(account, vault))
                .transpose()?,
            calls: CallWindow::recorded(calls.collect::<Result<_, _>>()?),
            lease: lease.transpose()?,
            last_lease_id: self.last_lease_id,
        })
    }
}

#[cfg(any(feature = "postgres", feature = "redis"))]
impl WrittenRecord {
    pub(super) fn parse(json: &str) -> Result<Self, TokenStoreError> {
        // The parser's own words could repeat what it read.
        serde_json::from_str(json)
            .map_err(|_| TokenStoreError::new("the stored record of tokens is garbled"))
    }

    pub(super) fn render(&self) -> Result<String, TokenStoreError> {
        serde_json::to_string(self)
            .map_err(|_| TokenStoreError::new("the record of tokens cannot be written"))
    }
}

impl WrittenTokens {
    fn of(
        tokens: &TokenSet,
        account: &TokenAccount,
        vault: &Vault,
    ) -> Result<Self, TokenStoreError> {
        let refresh_token = tokens.refresh_token.as_ref();
        Ok(Self {
            id_token: vault.seal(account, Secret::IdToken, &tokens.id_token)?,
            issued_at_ms: milliseconds(&tokens.issued_at),
            expires_at_ms: milliseconds(&tokens.expires_at),
            refresh_token: refresh_token
                .map(|it| vault.seal(account, Secret::RefreshToken, it))
                .transpose()?,
            refresh_issued_at_ms: milliseconds(&tokens.refresh_issued_at),
        })
    }

    fn open(self, account: &TokenAccount, vault: &Vault) -> Result<TokenSet, TokenStoreError> {
        let refresh_token = self
            .refresh_token
            .map(|it| -> Result<SecretString, _> { vault.open(account, Secret::RefreshToken, it) });
        Ok(TokenSet {
            id_token: vault.open(account, Secret::IdToken, self.id_token)?,
            issued_at: moment(self.issued_at_ms)?,
            expires_at: moment(self.expires_at_ms)?,
            refresh_token: refresh_token.transpose()?,
            refresh_issued_at: moment(self.refresh_issued_at_ms)?,
        })
    }
}

fn milliseconds(at: &Timestamp) -> i64 {
    at.as_millisecond()
}

/// The time of a clock that tells epoch milliseconds.
pub(super) fn moment(milliseconds: i64) -> Result<Timestamp, TokenStoreError> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|_| TokenStoreError::new(format!("{milliseconds} ms is no moment in time")))
}
