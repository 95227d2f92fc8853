//! One-way digests of secrets and of request bodies.

use payment_core::SecretDigest;
use ring::digest::{SHA256, digest};

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest(&SHA256, bytes).as_ref());
    out
}

/// What is kept of a callback's secret.
///
/// Both sides of every comparison are digests, so its timing tells nothing of the secret.
#[must_use]
pub fn callback_secret(secret: &str) -> SecretDigest {
    SecretDigest::new(sha256(secret.as_bytes()))
}
