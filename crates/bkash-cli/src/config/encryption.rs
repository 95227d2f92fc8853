//! The encryption keys, and settings that are written sealed.

use bkash_client::{EncryptionKeys, SealContext};
use secrecy::SecretString;

use super::layers::{Layers, Reader, Unfit};
use super::problem::Problems;
use super::setting::{self, Setting};

/// What `bkash key seal` needs.
#[derive(Debug)]
pub struct EncryptionSettings {
    pub keys: EncryptionKeys,
}

impl EncryptionSettings {
    /// # Errors
    /// Everything that is wrong.
    pub fn load(layers: &Layers) -> Result<Self, Problems> {
        let mut reader = layers.reader();
        let keys = reader.encryption_keys();
        if !is_given(&reader) {
            reader.missing(setting::ENCRYPTION_KEY);
        }
        reader.finish(keys.map(|keys| Self { keys }))
    }
}

/// Whether there are keys, good or not.
#[must_use]
pub fn is_given(reader: &Reader<'_>) -> bool {
    reader.is_given(setting::ENCRYPTION_KEY) || reader.is_given(setting::ENCRYPTION_KEY_FILE)
}

pub(super) fn read(reader: &mut Reader<'_>) -> Option<EncryptionKeys> {
    if reader.is_given(setting::ENCRYPTION_KEY) && reader.is_given(setting::ENCRYPTION_KEY_FILE) {
        let why = "encryption_key is set as well: keep one of the two, and put all keys there";
        reader.unfit(setting::ENCRYPTION_KEY_FILE, why);
        return None;
    }
    let keys = reader.optional(setting::ENCRYPTION_KEY, parse);
    let file = reader.optional(setting::ENCRYPTION_KEY_FILE, |path| {
        let text = std::fs::read_to_string(path).map_err(|error| Some(error.to_string()))?;
        parse(&text)
    });
    keys.or(file)
}

fn parse(text: &str) -> Result<EncryptionKeys, Unfit> {
    text.parse()
        .map_err(|error: bkash_client::EncryptionKeyError| Some(error.to_string()))
}

/// Every secret but the key that would have to open it.
#[must_use]
pub fn may_be_sealed(setting: &Setting) -> bool {
    setting.secret && setting != setting::ENCRYPTION_KEY
}

/// A sealed value opens as the setting that it was sealed for, and as no other.
#[must_use]
pub const fn context(setting: &'static Setting) -> SealContext<'static> {
    SealContext {
        purpose: "setting",
        owner: setting.key,
    }
}

pub(super) fn open(
    setting: &'static Setting,
    text: &str,
    keys: Option<&EncryptionKeys>,
) -> Result<SecretString, String> {
    let keys = keys.ok_or_else(|| {
        let ways = setting::ENCRYPTION_KEY_FILE.ways();
        format!("it is sealed, and there is no good encryption key to open it with: set {ways}")
    })?;
    keys.open(&context(setting), text)
        .map_err(|why| why.to_string())
}
