use std::fmt;

use super::well_formed_pin;

/// A wallet's PIN. Not shown by Debug, as a real one would not be.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pin(Box<str>);

impl Pin {
    /// None for other than four or five digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        well_formed_pin(text).then(|| Self(text.into()))
    }

    /// The PIN that the sandbox gives to all of its wallets.
    pub(crate) fn of_the_sandbox() -> Self {
        Self(super::SANDBOX_PIN.into())
    }

    /// For the tester, who set it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Pin(***)")
    }
}
