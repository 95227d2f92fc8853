//! Whose tokens.

use std::fmt::{self, Write as _};

use ring::digest;
use url::Url;

/// One set of credentials at one gateway; tokens, lease and budget belong to it.
///
/// The key is a SHA-256 digest of origin, app_key and username, in hexadecimal: a store learns
/// none of them, and sandbox and production never share a token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenAccount(String);

impl TokenAccount {
    /// The account of `app_key` and `username` at the gateway of `origin`.
    #[must_use]
    pub fn new(origin: &Url, app_key: &str, username: &str) -> Self {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in [
            origin.origin().ascii_serialization().as_str(),
            app_key,
            username,
        ] {
            // The length goes first, so that no two accounts can run together into one text.
            context.update(&part.len().to_be_bytes());
            context.update(part.as_bytes());
        }
        let mut key = String::with_capacity(64);
        for byte in context.finish().as_ref() {
            let _ = write!(key, "{byte:02x}");
        }
        Self(key)
    }

    /// 64 hexadecimal digits.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TokenAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get(..12).unwrap_or(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_makes_another_account_and_parts_do_not_run_together() {
        let origin = |text: &str| Url::parse(text).unwrap();
        let base = TokenAccount::new(&origin("https://a.b"), "key", "user");
        assert_eq!(
            base,
            TokenAccount::new(&origin("https://a.b:443/"), "key", "user")
        );
        for other in [
            TokenAccount::new(&origin("https://a.c"), "key", "user"),
            TokenAccount::new(&origin("https://a.b"), "keyu", "ser"),
            TokenAccount::new(&origin("https://a.b"), "key", "user2"),
        ] {
            assert_ne!(base, other);
        }
    }
}
