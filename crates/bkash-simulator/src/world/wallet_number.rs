use std::fmt;
use std::ops::Deref;

use super::well_formed_wallet;

/// The eleven digits by which a payer's account is known; reads as their text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct WalletNumber([u8; 11]);

impl WalletNumber {
    /// None for what the page would not take: other than eleven digits that begin with 01.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes().try_into().ok()?;
        well_formed_wallet(text).then_some(Self(digits))
    }

    /// A number that is written in the code; another length does not compile where it is a constant.
    pub(crate) const fn literal(digits: [u8; 11]) -> Self {
        Self(digits)
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Deref for WalletNumber {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for WalletNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self)
    }
}

impl fmt::Debug for WalletNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), out)
    }
}
