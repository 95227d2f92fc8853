use std::sync::Arc;

use jiff::SignedDuration;

use super::{SHIPPED, ScenarioError, read};
use crate::clock::Speed;
use crate::fault::Rule;
use crate::switch::Profile;
use crate::world::{WalletChange, WalletNumber};

/// A story with the faults, wallets, switches and clock that make it. Its times count from the first call of
/// the world that it is played in.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub(super) name: Arc<str>,
    pub(super) story: String,
    /// None: the switches stay as they are, but for those that are named.
    pub(super) profile: Option<Profile>,
    /// Name and value, both known to be good.
    pub(super) switches: Vec<(String, String)>,
    pub(super) advance: Option<SignedDuration>,
    pub(super) speed: Option<Speed>,
    pub(super) wallets: Vec<(WalletNumber, WalletChange)>,
    pub(super) rules: Vec<Rule>,
}

impl Scenario {
    /// Reads the text of a scenario file (TOML); `file` is its name in errors.
    ///
    /// # Errors
    /// The first line that cannot be taken, with the field and what it may hold.
    pub fn parse(file: &str, text: &str) -> Result<Self, ScenarioError> {
        read::scenario(file, text)
    }

    /// A scenario that the simulator brings along. None if there is none of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let shipped = SHIPPED.iter().find(|shipped| shipped.name == name)?;
        shipped.scenario()
    }

    /// Every scenario that the simulator brings along, by name.
    pub fn shipped() -> impl Iterator<Item = Self> {
        SHIPPED.iter().filter_map(|shipped| shipped.scenario())
    }

    /// Small letters, digits and hyphens.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What happens in it, for people.
    #[must_use]
    pub fn story(&self) -> &str {
        &self.story
    }

    /// How many faults it sets.
    #[must_use]
    pub fn faults(&self) -> usize {
        self.rules.len()
    }
}
