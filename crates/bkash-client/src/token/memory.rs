//! Tokens in this process's memory: for tests, and for a gateway on loopback.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::record::Record;
use super::{
    Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenAccount, TokenStore, TokenStoreError,
};
use crate::clock::{Clock, SystemClock};

/// A [`TokenStore`] that dies with the process. Clients that share one share its tokens.
pub struct MemoryTokenStore {
    clock: Arc<dyn Clock>,
    accounts: Mutex<HashMap<TokenAccount, Record>>,
}

impl MemoryTokenStore {
    /// An empty store on the system's clock.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock))
    }

    /// An empty store on a clock of the caller's.
    #[must_use]
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            accounts: Mutex::default(),
        }
    }

    fn with<T>(&self, account: &TokenAccount, work: impl FnOnce(&mut Record) -> T) -> T {
        // Every step leaves a record whole, so one that panicked left no half of one.
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        work(accounts.entry(account.clone()).or_default())
    }
}

impl Default for MemoryTokenStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").finish_non_exhaustive()
    }
}

#[async_trait]
impl TokenStore for MemoryTokenStore {
    async fn load(&self, account: &TokenAccount) -> Result<Option<StoredTokens>, TokenStoreError> {
        Ok(self.with(account, |record| record.stored(self.clock.now())))
    }

    async fn begin_call(
        &self,
        account: &TokenAccount,
        intent: &Intent,
    ) -> Result<Begin, TokenStoreError> {
        Ok(self.with(account, |record| {
            record.begin_call(intent, self.clock.now())
        }))
    }

    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        end: CallEnd,
    ) -> Result<Finish, TokenStoreError> {
        Ok(self.with(account, |record| {
            record.finish(&permit, end, self.clock.now())
        }))
    }

    fn is_persistent(&self) -> bool {
        false
    }
}
