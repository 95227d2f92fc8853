//! Tokens by hand, for tools.

use super::Client;
use crate::error::CallError;
use crate::token::TokenInfo;

/// Token calls by hand. The client makes them by itself; each of these counts in the same budget.
#[derive(Debug, Clone, Copy)]
pub struct Tokens<'a>(&'a Client);

impl Client {
    /// The token that serves now, renewed first if need be.
    ///
    /// # Errors
    /// Refused for wrong credentials; not performed when the budget does not allow a call.
    pub async fn token(&self) -> Result<TokenInfo, CallError> {
        self.0.keeper.token().await.map(|held| held.set().into())
    }

    /// As [`Client::token`], for work that can wait an hour: it leaves the last token call of the hour to
    /// [`Client::token`] and to the calls that need a token. With a budget of one there is none to leave.
    ///
    /// # Errors
    /// As [`Client::token`]; also while only the last call is left.
    pub async fn token_sparing_one(&self) -> Result<TokenInfo, CallError> {
        let landing = self.0.keeper.token_sparing_one().await;
        landing.map(|held| held.set().into())
    }

    /// Tokens by hand.
    #[must_use]
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(self)
    }
}

impl Tokens<'_> {
    /// What the store has, live or not; makes no call.
    ///
    /// # Errors
    /// If the store cannot be asked.
    pub async fn stored(&self) -> Result<Option<TokenInfo>, CallError> {
        let stored = self.0.0.keeper.stored().await?;
        Ok(stored.map(|stored| (&stored.tokens).into()))
    }

    /// The token that calls carry now, if there is one; asks nobody, not even the store.
    #[must_use]
    pub fn in_hand(&self) -> Option<TokenInfo> {
        self.0.0.keeper.kept().map(|held| held.set().into())
    }

    /// New tokens, with a new 28 days for the refresh token.
    ///
    /// # Errors
    /// As [`Client::token`].
    pub async fn grant(&self) -> Result<TokenInfo, CallError> {
        self.0
            .0
            .keeper
            .granted_anew()
            .await
            .map(|held| held.set().into())
    }

    /// A new id token; a grant if there is no refresh token that still serves.
    ///
    /// # Errors
    /// As [`Client::token`].
    pub async fn refresh(&self) -> Result<TokenInfo, CallError> {
        self.0
            .0
            .keeper
            .refreshed()
            .await
            .map(|held| held.set().into())
    }
}
