use std::fmt;
use std::str::FromStr;

/// A value for every switch at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Accepts what any source says is accepted; counts and flags what bKash would refuse.
    #[default]
    Lenient,
    /// The worst reading of the sources: who passes it need not fear the others.
    Strict,
}

impl Profile {
    /// Every profile, with the name that [`FromStr`] reads.
    pub const ALL: [(Self, &'static str); 2] =
        [(Self::Lenient, "lenient"), (Self::Strict, "strict")];

    /// The name that [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lenient => "lenient",
            Self::Strict => "strict",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Profile {
    type Err = UnknownSwitch;

    fn from_str(text: &str) -> Result<Self, UnknownSwitch> {
        let known = Self::ALL.iter().find(|(_, name)| *name == text);
        known.map(|(profile, _)| *profile).ok_or_else(|| {
            let names = Self::ALL.map(|(_, name)| name.to_owned());
            UnknownSwitch::new("profile", format!("there is no profile {text}"), names)
        })
    }
}

/// A profile, switch or value that there is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {detail}; allowed: {}", allowed.join(", "))]
pub struct UnknownSwitch {
    /// `profile`, `switches`, or the name of the switch.
    pub field: String,
    /// What was wrong.
    pub detail: String,
    /// What would have been right: names, values, or one range in words.
    pub allowed: Vec<String>,
}

impl UnknownSwitch {
    pub(super) fn new(
        field: &str,
        detail: String,
        allowed: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            field: field.to_owned(),
            detail,
            allowed: allowed.into_iter().collect(),
        }
    }
}
