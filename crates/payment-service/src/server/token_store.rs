use std::sync::Arc;

use bkash_client::{
    EncryptionKeys, MemoryTokenStore, RedisTokenStore, SqliteTokenStore, TokenStore,
    TokenStoreError,
};

use crate::settings::{Database, TokenStoreChoice};

/// Opens the place that the settings name, sealed if there are keys. The service and every command on the same
/// settings share its tokens and the gateway's budget of token calls.
///
/// # Errors
/// If it cannot be reached or used; names the place without its password.
pub async fn open_token_store(
    choice: &TokenStoreChoice,
    database: &Database,
    keys: Option<EncryptionKeys>,
) -> Result<Arc<dyn TokenStore>, TokenStoreError> {
    Ok(match choice {
        TokenStoreChoice::Memory => Arc::new(MemoryTokenStore::new()),
        TokenStoreChoice::Redis(url) => {
            Arc::new(RedisTokenStore::open(url).await?.sealed_with(keys))
        }
        TokenStoreChoice::Database => match database {
            Database::Sqlite(path) => Arc::new(SqliteTokenStore::open(path)?.sealed_with(keys)),
        },
    })
}
