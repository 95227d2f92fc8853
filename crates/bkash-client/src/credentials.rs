//! What bKash issues to one merchant account.

use std::fmt;

use secrecy::SecretString;

/// One merchant account's credentials, from bKash's merchant integration portal.
///
/// Sandbox and production have different ones. `Debug` shows neither secret.
#[derive(Clone)]
pub struct Credentials {
    /// Sent with every call in `X-App-Key`; not a secret, though not for publication.
    pub app_key: String,
    /// Sent in the body of token calls only.
    pub app_secret: SecretString,
    /// A name or an 11-digit wallet number; sent in a header of token calls only.
    pub username: String,
    /// Sent verbatim, symbols and all, in a header of token calls only.
    pub password: SecretString,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("app_key", &self.app_key)
            .finish_non_exhaustive()
    }
}
