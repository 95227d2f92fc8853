use serde::Serialize;

use crate::record::Record;
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::{Said, Words};

/// One thing that is checked; its id is stable.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// `group/number`.
    pub id: &'static str,
    /// Whether bKash refuses a shop that fails it.
    pub level: Level,
    /// The case in a few words.
    pub title: Words,
    /// The words of the onboarding brief, as they stand there.
    pub clause: &'static str,
    /// What a shop that passes does.
    pub expected: Words,
    /// How to get there, in a sentence.
    pub remedy: Words,
    /// The stories that show it; none for a case that any traffic shows.
    pub needs: &'static [Story],
    /// Cases that say more when they fail: this one is not judged then, so that one mistake is told once.
    pub after: &'static [&'static str],
    pub(crate) judge: Judge,
}

/// Looks at what was seen.
pub(crate) type Judge = fn(&Record) -> Judged;

/// A finding, or why there is none.
pub(crate) type Judged = Result<Finding, Said>;

/// How much a case weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Needed to go live.
    Must,
    /// Good practice that the brief does not ask for.
    Should,
}
