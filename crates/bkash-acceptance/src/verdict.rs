use crate::case::{Case, Level};
use crate::record::Page;
use crate::words::{Said, Words};

/// What the judge concluded of one case.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The case's id.
    pub id: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// The case in a few words.
    pub title: Words,
    /// The words of the onboarding brief.
    pub clause: &'static str,
    /// The conclusion.
    pub outcome: Outcome,
    /// What a shop that passes does.
    pub expected: Words,
    /// What this one did, or why it could not be judged.
    pub saw: Said,
    /// What shows it; for a case that passed, one example where there is one.
    pub evidence: Evidence,
    /// How to pass.
    pub remedy: Words,
}

/// What shows a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The journal's ids of exchanges.
    pub exchanges: Vec<u64>,
    /// What payers saw.
    pub pages: Vec<Page>,
}

/// A conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was seen.
    Passed,
    /// The opposite was seen.
    Failed,
    /// Nothing was seen that decides it.
    NotJudged,
}

/// A conclusion before it is put beside its case.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    outcome: Outcome,
    saw: Said,
    evidence: Evidence,
}

impl Finding {
    pub(crate) fn passed(saw: Said) -> Self {
        Self::new(Outcome::Passed, saw)
    }

    pub(crate) fn failed(saw: Said) -> Self {
        Self::new(Outcome::Failed, saw)
    }

    pub(crate) fn not_judged(why: Said) -> Self {
        Self::new(Outcome::NotJudged, why)
    }

    /// With the exchanges that show it.
    pub(crate) fn at(mut self, exchanges: impl IntoIterator<Item = u64>) -> Self {
        self.evidence.exchanges.extend(exchanges);
        self
    }

    /// With a page that shows it.
    pub(crate) fn on(mut self, page: Option<&Page>) -> Self {
        self.evidence.pages.extend(page.cloned());
        self
    }

    pub(crate) const fn has_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed)
    }

    pub(crate) fn of(self, case: &Case) -> Verdict {
        Verdict {
            id: case.id,
            level: case.level,
            title: case.title,
            clause: case.clause,
            outcome: self.outcome,
            expected: case.expected,
            saw: self.saw,
            evidence: self.evidence,
            remedy: case.remedy,
        }
    }

    fn new(outcome: Outcome, saw: Said) -> Self {
        Self {
            outcome,
            saw,
            evidence: Evidence::default(),
        }
    }
}
