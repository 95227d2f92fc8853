//! What can be wrong with a key or a sealed text. Neither error ever holds one.

/// A text that holds no encryption keys; says which one is wrong, never what it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionKeyError {
    /// Nothing but blanks.
    #[error("it holds no key; `bkash key generate` makes one")]
    Empty,
    /// A sealed text: its key would have to come from somewhere else.
    #[error("an encryption key cannot itself be sealed")]
    Sealed,
    /// The key at this place, counted from 1, is no 32 bytes.
    #[error(
        "key {0} is not the base64 text of 32 bytes (44 characters); `bkash key generate` makes one"
    )]
    Unreadable(usize),
    /// The key at this place, counted from 1, stood there before.
    #[error("key {0} is there twice")]
    Repeated(usize),
}

/// Why a text could not be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// Not of the form `sealed:v1:KEY ID:BASE64`.
    #[error("it is not a whole sealed text (sealed:v1:KEY ID:BASE64)")]
    NotSealed,
    /// Sealed with a key that is not at hand.
    #[error(
        "it is sealed with the key {key_id}, which is not among the encryption keys given ({given})"
    )]
    UnknownKey {
        /// The id in the sealed text.
        key_id: String,
        /// The ids of the keys at hand.
        given: String,
    },
    /// The key is known and does not fit.
    #[error("it was changed, or it was sealed for another place")]
    Broken,
    /// Nothing can be sealed without it.
    #[error("the system gives no random bytes")]
    NoRandomness,
}
