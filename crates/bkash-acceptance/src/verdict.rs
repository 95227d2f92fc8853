use serde::Serialize;

use crate::case::{Case, Level};

/// What the judge concluded of one case.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// The case's id.
    pub id: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// The words of the onboarding brief.
    pub clause: &'static str,
    /// The conclusion.
    pub outcome: Outcome,
    /// What a shop that passes does.
    pub expected: &'static str,
    /// What this one did.
    pub saw: String,
    /// The journal's ids of the exchanges that show it.
    pub evidence: Vec<u64>,
    /// How to pass; empty for a case that passed.
    pub remedy: &'static str,
}

/// A conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The traffic shows it.
    Passed,
    /// The traffic shows the opposite.
    Failed,
    /// The traffic does not decide it.
    NotJudged,
}

/// A conclusion before it is put beside its case.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    outcome: Outcome,
    saw: String,
    evidence: Vec<u64>,
}

impl Finding {
    pub(crate) fn passed(saw: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::Passed,
            saw: saw.into(),
            evidence: Vec::new(),
        }
    }

    pub(crate) fn failed(saw: impl Into<String>, evidence: Vec<u64>) -> Self {
        Self {
            outcome: Outcome::Failed,
            saw: saw.into(),
            evidence,
        }
    }

    pub(crate) fn not_judged(why: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::NotJudged,
            saw: why.into(),
            evidence: Vec::new(),
        }
    }

    pub(crate) fn of(self, case: &Case) -> Verdict {
        Verdict {
            id: case.id,
            level: case.level,
            clause: case.clause,
            outcome: self.outcome,
            expected: case.expected,
            saw: self.saw,
            evidence: self.evidence,
            remedy: if self.outcome == Outcome::Passed {
                ""
            } else {
                case.remedy
            },
        }
    }
}
