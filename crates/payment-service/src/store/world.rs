use std::fmt;

/// The gateway and credentials that a database belongs to: sandbox money never meets real money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// Scheme, host and port.
    pub gateway_origin: String,
    /// The merchant's key at that gateway.
    pub app_key: String,
}

/// The SHA-256 digest of a shop's API key; the key itself is never kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyDigest(pub [u8; 32]);

impl KeyDigest {
    /// Keys are long and random, so that one plain hash is enough.
    #[must_use]
    pub fn of(key: &str) -> Self {
        Self(crate::digest::sha256(key.as_bytes()))
    }
}

impl fmt::Debug for KeyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyDigest(..)")
    }
}
