//! The keys: the first seals, all open.

use std::fmt::{self, Write as _};
use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest;
use ring::rand::{SecureRandom as _, SystemRandom};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::context::SealContext;
use super::envelope::{self, Envelope};
use super::error::{EncryptionKeyError, SealError};

/// AES-256.
const KEY_LENGTH: usize = 32;
/// As many bytes of a key's digest tell it from the others.
const ID_LENGTH: usize = 4;

/// With or without the `=` at the end, as tools differ there.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// One or more keys of AES-256-GCM. Cheap to clone; `Debug` shows their ids only.
///
/// A key is replaced without a stop in three steps, each on every process before the next: the new one
/// behind the old, the new one in front, the old one away once everything is sealed with the new.
#[derive(Clone)]
pub struct EncryptionKeys(Arc<[Key]>);

struct Key {
    /// The first bytes of the key's SHA-256, in hexadecimal: an unknown key is told from a broken text.
    id: String,
    cipher: LessSafeKey,
}

impl EncryptionKeys {
    /// A fresh key, as the text that [`str::parse`] reads.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn generate() -> Result<SecretString, SealError> {
        let mut bytes = Zeroizing::new([0; KEY_LENGTH]);
        fill(&mut *bytes)?;
        Ok(STANDARD.encode(bytes.as_slice()).into())
    }

    /// Whether a text claims to be sealed, in this version or another.
    #[must_use]
    pub fn is_sealed(text: &str) -> bool {
        envelope::claims_to_be(text)
    }

    /// The ids of the keys, in their order; no secret.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.id.as_str())
    }

    /// Seals with the first key. The same text never looks the same twice.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn seal(&self, context: &SealContext<'_>, plain: &str) -> Result<String, SealError> {
        // Parsing takes no empty list.
        let key = self.0.first().ok_or(SealError::Broken)?;
        let mut nonce = [0; NONCE_LEN];
        fill(&mut nonce)?;
        let mut sealed = plain.as_bytes().to_vec();
        key.cipher
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(context.authenticated(&envelope::head(&key.id))),
                &mut sealed,
            )
            .map_err(|_| SealError::Broken)?;
        let envelope = Envelope {
            key_id: &key.id,
            body: [nonce.as_slice(), sealed.as_slice()].concat(),
        };
        Ok(envelope.render())
    }

    /// Opens what any of the keys has sealed in the same context.
    ///
    /// # Errors
    /// Tells a text that is not sealed, an unknown key, and one that was changed or moved apart.
    pub fn open(&self, context: &SealContext<'_>, text: &str) -> Result<SecretString, SealError> {
        let Envelope { key_id, body } = Envelope::parse(text).ok_or(SealError::NotSealed)?;
        let key = self.0.iter().find(|key| key.id == key_id);
        let key = key.ok_or_else(|| self.unknown(key_id))?;
        let (nonce, sealed) = body.split_at_checked(NONCE_LEN).ok_or(SealError::Broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Broken)?;
        let context = Aad::from(context.authenticated(&envelope::head(key_id)));
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let plain = key
            .cipher
            .open_in_place(nonce, context, &mut sealed)
            .map_err(|_| SealError::Broken)?;
        let plain = std::str::from_utf8(plain).map_err(|_| SealError::Broken)?;
        Ok(plain.into())
    }

    fn unknown(&self, key_id: &str) -> SealError {
        let shown = key_id.chars().filter(char::is_ascii_alphanumeric).take(16);
        SealError::UnknownKey {
            key_id: shown.collect(),
            given: self.ids().collect::<Vec<_>>().join(", "),
        }
    }
}

impl FromStr for EncryptionKeys {
    type Err = EncryptionKeyError;

    /// Reads base64 texts of 32 bytes each, separated by commas or line ends.
    fn from_str(text: &str) -> Result<Self, EncryptionKeyError> {
        let mut keys: Vec<Key> = Vec::new();
        let texts = text.split([',', '\n', '\r']).map(str::trim);
        for (place, text) in (1..).zip(texts.filter(|text| !text.is_empty())) {
            if envelope::claims_to_be(text) {
                return Err(EncryptionKeyError::Sealed);
            }
            let key = Key::parse(text).ok_or(EncryptionKeyError::Unreadable(place))?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(EncryptionKeyError::Repeated(place));
            }
            keys.push(key);
        }
        if keys.is_empty() {
            return Err(EncryptionKeyError::Empty);
        }
        Ok(Self(keys.into()))
    }
}

impl Key {
    fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64.decode(text).ok()?);
        // The cipher refuses any other length than its own.
        let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &bytes).ok()?);
        let digest = digest::digest(&digest::SHA256, &bytes);
        let mut id = String::with_capacity(2 * ID_LENGTH);
        for byte in digest.as_ref().iter().take(ID_LENGTH) {
            let _ = write!(id, "{byte:02x}");
        }
        Some(Self { id, cipher })
    }
}

impl fmt::Debug for EncryptionKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EncryptionKeys")
            .field(&self.ids().collect::<Vec<_>>())
            .finish()
    }
}

fn fill(bytes: &mut [u8]) -> Result<(), SealError> {
    SystemRandom::new()
        .fill(bytes)
        .map_err(|_| SealError::NoRandomness)
}
