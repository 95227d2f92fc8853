//! Secrets at rest: tokens and credentials that only the holder of a key can read.
//!
//! A sealed text is `sealed:v1:KEY ID:BASE64`. It is bound to its [`SealContext`], so that a value which is
//! moved to another account, or into another setting, does not open there.

mod context;
mod envelope;
mod error;
mod keys;

pub use context::SealContext;
pub use error::{EncryptionKeyError, SealError};
pub use keys::EncryptionKeys;
