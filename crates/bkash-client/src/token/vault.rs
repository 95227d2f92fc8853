//! Tokens as a store writes them: sealed, if it was given keys.

use secrecy::{ExposeSecret as _, SecretString};

use super::{TokenAccount, TokenStoreError};
use crate::seal::{EncryptionKeys, SealContext, SealError};

/// Whether, and with which keys, a store seals what it writes.
#[derive(Debug, Clone, Default)]
pub(super) struct Vault(Option<EncryptionKeys>);

/// The two secrets of a token set. A sealed one does not open as the other.
#[derive(Debug, Clone, Copy)]
pub(super) enum Secret {
    IdToken,
    RefreshToken,
}

impl Vault {
    pub(super) const fn new(keys: Option<EncryptionKeys>) -> Self {
        Self(keys)
    }

    pub(super) const fn seals(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn seal(
        &self,
        account: &TokenAccount,
        secret: Secret,
        plain: &SecretString,
    ) -> Result<String, TokenStoreError> {
        let plain = plain.expose_secret();
        let Some(keys) = &self.0 else {
            return Ok(plain.to_owned());
        };
        keys.seal(&secret.context(account), plain)
            .map_err(|why| secret.unreadable(&why))
    }

    /// A plain one is taken as it is: the store was written before it had keys, and is sealed with its next
    /// change.
    pub(super) fn open(
        &self,
        account: &TokenAccount,
        secret: Secret,
        stored: String,
    ) -> Result<SecretString, TokenStoreError> {
        if !EncryptionKeys::is_sealed(&stored) {
            return Ok(stored.into());
        }
        let keys = self.0.as_ref().ok_or_else(|| secret.no_key())?;
        keys.open(&secret.context(account), &stored)
            .map_err(|why| secret.unreadable(&why))
    }
}

impl Secret {
    const fn name(self) -> &'static str {
        match self {
            Self::IdToken => "id_token",
            Self::RefreshToken => "refresh_token",
        }
    }

    fn context(self, account: &TokenAccount) -> SealContext<'_> {
        SealContext {
            purpose: self.name(),
            owner: account.key(),
        }
    }

    fn no_key(self) -> TokenStoreError {
        TokenStoreError::new(format!(
            "the stored {} is sealed and no encryption key is given; set BKASH_ENCRYPTION_KEY_FILE or \
             BKASH_ENCRYPTION_KEY to the key that sealed it",
            self.name()
        ))
    }

    fn unreadable(self, why: &SealError) -> TokenStoreError {
        TokenStoreError::new(format!(
            "the stored {} cannot be used: {why}; see BKASH_ENCRYPTION_KEY_FILE and BKASH_ENCRYPTION_KEY",
            self.name()
        ))
    }
}
