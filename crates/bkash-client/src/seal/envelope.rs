//! The text of a sealed value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

const MARK: &str = "sealed:";
const VERSION: &str = "v1:";

/// `sealed:v1:KEY ID:BASE64`, taken apart.
pub(super) struct Envelope<'a> {
    pub(super) key_id: &'a str,
    /// Nonce, ciphertext and tag.
    pub(super) body: Vec<u8>,
}

/// Whether a text claims to be sealed, in whatever version.
pub(super) fn claims_to_be(text: &str) -> bool {
    text.starts_with(MARK)
}

/// What stands before the body; it is authenticated with it.
pub(super) fn head(key_id: &str) -> String {
    format!("{MARK}{VERSION}{key_id}:")
}

impl<'a> Envelope<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (key_id, body) = text
            .strip_prefix(MARK)?
            .strip_prefix(VERSION)?
            .split_once(':')?;
        let body = STANDARD_NO_PAD.decode(body).ok()?;
        Some(Self { key_id, body })
    }

    pub(super) fn render(&self) -> String {
        head(self.key_id) + &STANDARD_NO_PAD.encode(&self.body)
    }
}
