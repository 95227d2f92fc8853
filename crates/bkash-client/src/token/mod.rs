//! Tokens: one id token for everybody for its hour, kept by one keeper per merchant account.
//!
//! The keeper hands out the token in hand without any I/O, renews it early in the background, and
//! never makes more token calls than the gateway allows. What has to be agreed on between
//! processes (who calls, how often, which token is the newest) is the [`TokenStore`]'s work.

mod account;
mod calls;
mod flight;
mod held;
mod keeper;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
mod record;
#[cfg(feature = "redis")]
mod redis;
mod renewal;
mod set;
#[cfg(feature = "sqlite")]
mod sqlite;
mod store;
#[cfg(any(feature = "postgres", feature = "redis", feature = "sqlite"))]
mod vault;
mod window;
#[cfg(any(feature = "postgres", feature = "redis", feature = "sqlite"))]
mod written;

pub use account::TokenAccount;
pub(crate) use calls::TokenCalls;
pub(crate) use held::Held;
pub(crate) use keeper::{Keeper, Settings};
pub use memory::MemoryTokenStore;
#[cfg(feature = "postgres")]
pub use postgres::PostgresTokenStore;
#[cfg(feature = "redis")]
pub use redis::{RedisTokenStore, RedisUrl, RedisUrlError};
pub use set::{TokenInfo, TokenSet};
#[cfg(all(feature = "postgres", feature = "sqlite"))]
pub use sqlite::CarriedTokens;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteTokenStore;
pub use store::{
    Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenStore, TokenStoreError,
};
