//! What the judge says, in both languages of its readers.

use serde::Serialize;

/// The language of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// `en`
    #[default]
    English,
    /// `bn`
    Bangla,
}

/// A text that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub en: &'static str,
    /// In Bangla.
    pub bn: &'static str,
}

/// A text that tells what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// In English.
    pub en: String,
    /// In Bangla.
    pub bn: String,
}

impl Words {
    /// The text in one language.
    #[must_use]
    pub const fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Bangla => self.bn,
        }
    }
}

impl Said {
    /// One sentence, in both languages; ids, codes and quoted messages are the same in both.
    pub fn new(en: impl Into<String>, bn: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            bn: bn.into(),
        }
    }

    /// The text in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Bangla => &self.bn,
        }
    }
}
