use super::Report;
use crate::case::Level;
use crate::verdict::{Outcome, Verdict};

/// How many verdicts of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Shown.
    pub passed: usize,
    /// The opposite was shown.
    pub failed: usize,
    /// Nothing decided it.
    pub not_judged: usize,
}

impl Tally {
    /// Counts some verdicts.
    pub fn of<'a>(verdicts: impl IntoIterator<Item = &'a Verdict>) -> Self {
        let mut tally = Self::default();
        for verdict in verdicts {
            match verdict.outcome {
                Outcome::Passed => tally.passed += 1,
                Outcome::Failed => tally.failed += 1,
                Outcome::NotJudged => tally.not_judged += 1,
            }
        }
        tally
    }

    /// Of all outcomes together.
    #[must_use]
    pub const fn all(self) -> usize {
        self.passed + self.failed + self.not_judged
    }
}

impl Report {
    /// The verdicts of one level, counted.
    #[must_use]
    pub fn tally(&self, level: Level) -> Tally {
        Tally::of(
            self.verdicts
                .iter()
                .filter(|verdict| verdict.level == level),
        )
    }
}
