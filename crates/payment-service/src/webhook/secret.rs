use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::random::Random;

const PREFIX: &str = "whsec_";

/// What signs webhooks and what the shop verifies them with: `whsec_` and base64 of 24 to 64 bytes
/// (Standard Webhooks 1.0.0, Signature scheme).
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Vec<u8>);

/// A text that is no webhook secret; it is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write whsec_ and base64 of 24 to 64 random bytes")]
pub struct BadWebhookSecret;

impl WebhookSecret {
    /// 32 random bytes.
    #[must_use]
    pub fn generate(random: &dyn Random) -> Self {
        let mut key = vec![0; 32];
        random.fill(&mut key);
        Self(key)
    }

    /// The key of the signature.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        &self.0
    }

    /// The text that the shop is given. It is the secret: not for a log.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }
}

impl FromStr for WebhookSecret {
    type Err = BadWebhookSecret;

    fn from_str(text: &str) -> Result<Self, BadWebhookSecret> {
        text.strip_prefix(PREFIX)
            .and_then(|key| STANDARD.decode(key).ok())
            .filter(|key| (24..=64).contains(&key.len()))
            .map(Self)
            .ok_or(BadWebhookSecret)
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn a_secret_survives_its_own_text_and_is_not_shown_by_debug() {
        let secret = WebhookSecret::generate(&SystemRandom);
        assert_eq!(secret.expose().parse(), Ok(secret.clone()));
        assert_eq!(format!("{secret:?}"), "WebhookSecret(..)");
    }

    #[test]
    fn short_long_and_foreign_texts_are_refused() {
        for bytes in [0, 23, 65] {
            let text = format!("{PREFIX}{}", STANDARD.encode(vec![7; bytes]));
            assert_eq!(
                text.parse::<WebhookSecret>(),
                Err(BadWebhookSecret),
                "{bytes}"
            );
        }
        assert_eq!("whsec_***".parse::<WebhookSecret>(), Err(BadWebhookSecret));
    }
}
