//! Where tokens are kept, and where processes agree on who calls.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{TokenAccount, TokenSet};

/// Keeps tokens, counts token calls and leases the right to make one, per [`TokenAccount`].
///
/// Every method is one atomic step, also between processes that share the store. All times are by
/// the store's own clock, so that a fleet agrees on them. Whatever crashes between
/// [`begin_call`](TokenStore::begin_call) and [`finish`](TokenStore::finish), the call stays
/// counted and its lease ends by itself.
#[async_trait]
pub trait TokenStore: Send + Sync + Debug {
    /// The tokens, live or not, and the store's time now.
    ///
    /// # Errors
    /// If the store cannot be asked.
    async fn load(&self, account: &TokenAccount) -> Result<Option<StoredTokens>, TokenStoreError>;

    /// Asks to make one token call; counts it if it is granted.
    ///
    /// Checked in this order: newer tokens than the caller has seen, another's lease, the budget.
    ///
    /// # Errors
    /// If the store cannot be asked: the call must not be made.
    async fn begin_call(
        &self,
        account: &TokenAccount,
        intent: &Intent,
    ) -> Result<Begin, TokenStoreError>;

    /// Ends the lease of `permit`; keeps the tokens of `end` if nobody stored newer ones meanwhile. A lease
    /// that ran out does not matter: not to tokens as long as the version is the one that the permit saw, and
    /// not to a call that never left, which gives back its own count and no other's.
    ///
    /// # Errors
    /// If the store cannot be asked; the lease then ends by itself.
    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        end: CallEnd,
    ) -> Result<Finish, TokenStoreError>;

    /// Whether tokens and the count of calls survive the process. A store that forgets can get a
    /// merchant blocked by a crash loop, so it is refused off loopback.
    fn is_persistent(&self) -> bool;

    /// Whether what it writes is sealed with [`EncryptionKeys`](crate::EncryptionKeys). A persistent store
    /// that does not seal is refused off loopback.
    fn is_sealed(&self) -> bool {
        false
    }
}

/// Tokens as they stand in the store.
#[derive(Debug, Clone)]
pub struct StoredTokens {
    /// Rises with every change; starts at 1.
    pub version: i64,
    /// The tokens.
    pub tokens: TokenSet,
    /// The store's time when they were read.
    pub as_of: Timestamp,
}

/// What the caller of [`TokenStore::begin_call`] knows and wants.
#[derive(Debug, Clone)]
pub struct Intent {
    /// The version that the caller has seen; 0 for none.
    pub seen_version: i64,
    /// The budget: token calls in any hour.
    pub calls_per_hour: u32,
    /// How long the call may take; afterwards another may begin.
    pub lease: Duration,
    /// For whoever can wait: the moment at which, should this call fail, one more must be
    /// allowed, or this one is not.
    pub spare_by: Option<Timestamp>,
}

/// The right to make one token call, already counted.
#[derive(Debug)]
pub struct Permit {
    /// Names the lease.
    pub lease_id: i64,
    /// The version that was current when the call began.
    pub seen_version: i64,
    /// The store's time when the call began.
    pub began_at: Timestamp,
    /// The store's time when the lease ends by itself. Until the call has ended it counts as made then: that
    /// is the latest at which it may reach the gateway.
    pub ends_at: Timestamp,
}

/// How a token call ended.
#[derive(Debug, Clone)]
pub enum CallEnd {
    /// With these tokens; also with the old ones, should only the refresh token be known to be dead.
    Tokens(TokenSet),
    /// Without tokens: turned away, or unanswered and perhaps still on its way. It stays counted.
    NoTokens,
    /// It is not, and will never be, complete on the wire: it no longer counts.
    NeverLeft,
}

/// The answer to [`TokenStore::begin_call`].
#[derive(Debug)]
pub enum Begin {
    /// Make the call, then [`finish`](TokenStore::finish).
    Go(Permit),
    /// Somebody stored other tokens since.
    Newer(StoredTokens),
    /// Somebody is calling right now.
    Busy {
        /// When that lease ends by itself.
        retry_after: Duration,
    },
    /// The budget does not allow a call.
    Exhausted {
        /// When it will; `None` if never.
        next_allowed: Option<Timestamp>,
    },
}

/// The answer to [`TokenStore::finish`].
#[derive(Debug)]
pub enum Finish {
    /// The lease has ended and nothing was to be kept.
    Released,
    /// The tokens are kept.
    Kept(StoredTokens),
    /// Somebody stored newer ones first; use those.
    Superseded(StoredTokens),
}

/// The store cannot be asked. Holds no token.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the token store cannot be used: {0}")]
pub struct TokenStoreError(String);

impl TokenStoreError {
    /// `reason` is shown to the operator.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}
