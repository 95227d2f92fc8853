use std::sync::Arc;

use async_trait::async_trait;
use bkash_client::token::{Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenAccount};
use bkash_client::{TokenStore, TokenStoreError};

use super::place::Place;
use super::switch::around;

/// A token store with a point on either side of what it writes.
#[derive(Debug)]
pub(crate) struct MortalTokenStore(pub(crate) Arc<dyn TokenStore>);

#[async_trait]
impl TokenStore for MortalTokenStore {
    async fn load(&self, account: &TokenAccount) -> Result<Option<StoredTokens>, TokenStoreError> {
        self.0.load(account).await
    }

    async fn begin_call(
        &self,
        account: &TokenAccount,
        intent: &Intent,
    ) -> Result<Begin, TokenStoreError> {
        around(Place::BeginTokenCall, self.0.begin_call(account, intent)).await
    }

    async fn finish(
        &self,
        account: &TokenAccount,
        permit: Permit,
        end: CallEnd,
    ) -> Result<Finish, TokenStoreError> {
        let work = self.0.finish(account, permit, end);
        around(Place::FinishTokenCall, work).await
    }

    fn is_persistent(&self) -> bool {
        self.0.is_persistent()
    }

    fn is_sealed(&self) -> bool {
        self.0.is_sealed()
    }
}
