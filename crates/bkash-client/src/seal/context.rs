//! Where a sealed value belongs.

/// What a sealed value is and whose. It opens under the same two texts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealContext<'a> {
    /// What it is, such as `id_token` or `setting`.
    pub purpose: &'a str,
    /// Whose it is: an account's key, or a setting's name.
    pub owner: &'a str,
}

impl SealContext<'_> {
    /// What the cipher authenticates beside the value. Lengths go first, so that no two contexts run
    /// together into one text.
    pub(super) fn authenticated(&self, head: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in [head, self.purpose, self.owner] {
            bytes.extend_from_slice(&part.len().to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }
}
