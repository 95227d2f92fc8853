//! Where a value came from.

use std::fmt;
use std::path::PathBuf;

use super::setting::Setting;

/// The source of one value, in rising order of precedence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The table of settings.
    Default,
    /// A line of the file, counted from 1.
    File { path: PathBuf, line: usize },
    /// The setting's environment variable.
    Environment,
    /// The setting's flag.
    Flag,
}

impl Origin {
    /// `bkash.toml:12`, `BKASH_LISTEN`, `--listen` or `default`.
    #[must_use]
    pub fn name(&self, setting: &Setting) -> String {
        match self {
            Self::Default => "default".to_owned(),
            Self::File { path, line } => format!("{}:{line}", path.display()),
            Self::Environment => setting.env(),
            Self::Flag => format!("--{}", setting.flag().unwrap_or_default()),
        }
    }
}

/// A value as given, before anyone read it.
#[derive(Clone)]
pub struct Given {
    pub text: String,
    pub origin: Origin,
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Given")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
