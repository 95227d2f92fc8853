use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bkash_client::token::{
    Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenAccount, TokenStore, TokenStoreError,
};

use super::luck::{About, Luck};

/// The token store as one instance has it: it fails, the instance dies between the steps of a token call,
/// and for a while it cannot be reached at all.
#[derive(Debug)]
pub(crate) struct FragileTokens {
    pub(crate) inner: Arc<dyn TokenStore>,
    pub(crate) luck: Luck,
    /// When it is away, since the schedule's start.
    pub(crate) away: Option<Range<Duration>>,
}

fn failed() -> TokenStoreError {
    TokenStoreError::new("simulated")
}

impl FragileTokens {
    fn reach(&self) -> Result<(), TokenStoreError> {
        let now = self.luck.trace.elapsed();
        if !self.away.as_ref().is_some_and(|away| away.contains(&now)) {
            return Ok(());
        }
        self.luck.met.note("outage", "of the token store");
        Err(failed())
    }

    async fn around<T>(
        &self,
        verb: &'static str,
        step: impl Future<Output = Result<T, TokenStoreError>>,
    ) -> Result<T, TokenStoreError> {
        self.reach()?;
        self.luck.around(verb, About::Token, step, failed).await
    }
}

#[async_trait]
impl TokenStore for FragileTokens {
    async fn load(&self, account: &TokenAccount) -> Result<Option<StoredTokens>, TokenStoreError> {
        self.around("load of tokens", self.inner.load(account))
            .await
    }

    async fn begin_call(
        &self,
        account: &TokenAccount,
        intent: &Intent,
    ) -> Result<Begin, TokenStoreError> {
        let begin = self.inner.begin_call(account, intent);
        let begin = self.around("begin of a token call", begin).await?;
        let met = match &begin {
            Begin::Go(_) => "a token call",
            Begin::Newer(_) => "another's token",
            Begin::Busy { .. } => "another's token call",
            Begin::Exhausted { .. } => "budget exhausted",
        };
        self.luck.met.note("token", met);
        Ok(begin)
    }

    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        end: CallEnd,
    ) -> Result<Finish, TokenStoreError> {
        if let CallEnd::NeverLeft = end {
            self.luck.met.note("token", "a call that never left");
        }
        let finish = self.inner.finish(account, permit, end);
        let finish = self.around("finish of a token call", finish).await?;
        if matches!(finish, Finish::Superseded(_)) {
            self.luck
                .met
                .note("token", "superseded while it was fetched");
        }
        Ok(finish)
    }

    fn is_persistent(&self) -> bool {
        self.inner.is_persistent()
    }
}
