//! What is wrong with the settings, all of it at once, each with its remedy.

use std::fmt;

use super::origin::Given;
use super::setting::Setting;
use super::shown::shown;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    headline: String,
    notes: Vec<(&'static str, String)>,
}

impl Problem {
    /// `headline` names what is wrong and where.
    #[must_use]
    pub fn new(headline: impl Into<String>) -> Self {
        Self {
            headline: headline.into(),
            notes: Vec::new(),
        }
    }

    /// Nobody set it, and it has no default.
    #[must_use]
    pub fn missing(setting: &Setting) -> Self {
        Self::new(format!("{} is missing", setting.key))
            .note("must be", setting.must_be)
            .note("example", setting.example)
            .note("set it", setting.ways())
    }

    /// Its environment variable holds bytes that are no text. Taking the next layer's value instead would
    /// start with a setting that nobody meant.
    #[must_use]
    pub fn not_utf8(setting: &Setting) -> Self {
        Self::new(format!("{} is not UTF-8 text", setting.env()))
            .note("must be", setting.must_be)
            .note("example", setting.example)
    }

    /// It was set to something else than it must be; `why` adds to the rule, if there is more to say.
    #[must_use]
    pub fn wrong(setting: &Setting, given: &Given, why: Option<String>) -> Self {
        let place = given.origin.name(setting);
        let value = shown(setting, &given.text);
        let problem = Self::new(format!("{} is wrong ({place}: {value})", setting.key));
        let problem = why
            .into_iter()
            .fold(problem, |problem, why| problem.note("note", why));
        problem
            .note("must be", setting.must_be)
            .note("example", setting.example)
    }

    /// Adds a line below the headline.
    #[must_use]
    pub fn note(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.notes.push((label, text.into()));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)?;
        self.notes
            .iter()
            .try_for_each(|(label, text)| write!(f, "\n    {label:<8} {text}"))
    }
}

/// Everything that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => writeln!(
                f,
                "one setting needs your attention; nothing was started or sent"
            )?,
            n => writeln!(
                f,
                "{n} settings need your attention; nothing was started or sent"
            )?,
        }
        self.0
            .iter()
            .try_for_each(|problem| write!(f, "\n  {problem}\n"))
    }
}
