use jiff::{SignedDuration, Timestamp};

use crate::case::Level;
use crate::judge::judge;
use crate::record::Record;
use crate::verdict::{Outcome, Verdict};

/// A finished judgement, with all that it rests on.
#[derive(Clone, Debug)]
pub struct Report {
    /// When the first payer came, by this machine's clock.
    pub began_at: Timestamp,
    /// How long it took.
    pub took: SignedDuration,
    /// What was seen.
    pub record: Record,
    /// One for each case that was asked for, in the order of [`CASES`](crate::CASES).
    pub verdicts: Vec<Verdict>,
}

/// What a program is told by the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Every must was judged and passed, and nothing failed.
    Passed,
    /// Something failed.
    Failed,
    /// Nothing failed, but some musts were not judged.
    Open,
}

impl Report {
    /// Judges the cases whose id is `wanted`.
    #[must_use]
    pub fn of(
        record: Record,
        began_at: Timestamp,
        took: SignedDuration,
        wanted: impl Fn(&str) -> bool,
    ) -> Self {
        let mut verdicts = judge(&record);
        verdicts.retain(|verdict| wanted(verdict.id));
        Self {
            began_at,
            took,
            record,
            verdicts,
        }
    }

    /// How it ended, over all cases.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let any = |outcome, level: Option<Level>| {
            self.verdicts.iter().any(|verdict| {
                verdict.outcome == outcome && level.is_none_or(|level| level == verdict.level)
            })
        };
        if any(Outcome::Failed, None) {
            Standing::Failed
        } else if any(Outcome::NotJudged, Some(Level::Must)) {
            Standing::Open
        } else {
            Standing::Passed
        }
    }
}
