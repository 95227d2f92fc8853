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
#[error(
    "write whsec_ and base64 of 24 to 64 random bytes; \
     while you change it, the new and the old one with a space between them"
)]
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

/// The secrets that sign every webhook: one, or the new and the old one while the shop changes over.
///
/// The shop takes a webhook when one of its signatures is right (Standard Webhooks 1.0.0, Zero downtime secret
/// rotation).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookSecrets {
    current: WebhookSecret,
    other: Option<WebhookSecret>,
}

impl WebhookSecrets {
    /// The one that is written first comes first.
    pub fn iter(&self) -> impl Iterator<Item = &WebhookSecret> {
        std::iter::once(&self.current).chain(&self.other)
    }
}

impl From<WebhookSecret> for WebhookSecrets {
    fn from(current: WebhookSecret) -> Self {
        Self {
            current,
            other: None,
        }
    }
}

impl FromStr for WebhookSecrets {
    type Err = BadWebhookSecret;

    /// One secret, or two with a space between them.
    fn from_str(text: &str) -> Result<Self, BadWebhookSecret> {
        let mut words = text.split_ascii_whitespace();
        let current = words.next().ok_or(BadWebhookSecret)?.parse()?;
        let other = words.next().map(str::parse).transpose()?;
        match words.next() {
            None => Ok(Self { current, other }),
            Some(_) => Err(BadWebhookSecret),
        }
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

    #[test]
    fn one_secret_or_two_are_read_and_never_none_or_three() {
        let [new, old] = [(); 2].map(|()| WebhookSecret::generate(&SystemRandom));
        let (new_text, old_text) = (new.expose(), old.expose());
        let read = |text: String| {
            let secrets = text.parse::<WebhookSecrets>()?;
            Ok(secrets.iter().cloned().collect::<Vec<_>>())
        };
        assert_eq!(read(new_text.clone()), Ok(vec![new.clone()]));
        assert_eq!(read(format!("{new_text} {old_text}")), Ok(vec![new, old]));
        for bad in [
            String::new(),
            " ".to_owned(),
            format!("{new_text} whsec_short"),
            format!("{new_text},{old_text}"),
            [&*new_text, &*old_text, &*new_text].join(" "),
        ] {
            assert_eq!(read(bad), Err(BadWebhookSecret));
        }
    }
}
