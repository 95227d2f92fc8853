use std::sync::Arc;

use bkash_client::{
    Clock, EncryptionKeys, MemoryTokenStore, PostgresTokenStore, RedisTokenStore, SqliteTokenStore,
    TokenStore, TokenStoreError,
};

use crate::settings::{Database, TokenStoreChoice};
use crate::store::postgres::pool;

/// Apart from those of the payments, so that a burst of payments keeps no token waiting; a token is seldom asked for.
const TOKEN_CONNECTIONS: usize = 2;

/// Opens the place that the settings name, sealed if there are keys. The service and every command on the same
/// settings share its tokens and the gateway's budget of token calls.
/// `clock` is for SQLite, which has none of its own.
///
/// # Errors
/// If it cannot be reached or used; names the place without its password.
pub async fn open_token_store(
    choice: &TokenStoreChoice,
    database: &Database,
    keys: Option<EncryptionKeys>,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn TokenStore>, TokenStoreError> {
    Ok(match choice {
        TokenStoreChoice::Memory => Arc::new(MemoryTokenStore::new()),
        TokenStoreChoice::Redis(url) => {
            Arc::new(RedisTokenStore::open(url).await?.sealed_with(keys))
        }
        TokenStoreChoice::Database => match database {
            Database::Sqlite(path) => {
                let store = SqliteTokenStore::open_with_clock(path, clock)?;
                Arc::new(store.sealed_with(keys))
            }
            Database::Postgres(url) => {
                let failed = |error| TokenStoreError::new(format!("cannot use {url}: {error}"));
                let pool = pool(url, TOKEN_CONNECTIONS).map_err(failed)?;
                Arc::new(PostgresTokenStore::open(pool).await?.sealed_with(keys))
            }
        },
    })
}
