use crate::case::Level;
use crate::report::Report;
use crate::report::phrases::Phrases;
use crate::report::shown::{self, Shown};
use crate::report::wire::Wire;
use crate::verdict::{Outcome, Verdict};
use crate::words::Language;

/// Exchanges that stand below one case.
const MOST: usize = 12;

/// A verdict as the page shows it.
pub(super) struct Case {
    pub(super) id: &'static str,
    /// The id as a fragment of an address.
    pub(super) anchor: String,
    pub(super) title: &'static str,
    /// Class and word.
    pub(super) level: (&'static str, &'static str),
    /// Class, sign and word.
    pub(super) outcome: (&'static str, &'static str, &'static str),
    pub(super) clause: &'static str,
    pub(super) expected: &'static str,
    /// `seen`, or `why` where nothing was.
    pub(super) saw_name: &'static str,
    pub(super) saw: String,
    pub(super) remedy: &'static str,
    pub(super) pages: Vec<Shown>,
    pub(super) wires: Vec<Wire>,
    /// Exchanges that are left out.
    pub(super) more: usize,
}

impl Case {
    pub(super) fn of(report: &Report, verdict: &Verdict, language: Language) -> Self {
        let t = Phrases::of(language);
        let mut wires = shown::exchanges(report, verdict, language);
        let more = wires.len().saturating_sub(MOST);
        wires.truncate(MOST);
        Self {
            id: verdict.id,
            anchor: anchor(verdict.id),
            title: verdict.title.in_language(language),
            level: match verdict.level {
                Level::Must => ("must", t.required),
                Level::Should => ("should", t.advised),
            },
            outcome: match verdict.outcome {
                Outcome::Passed => ("passed", "✓", t.passed),
                Outcome::Failed => ("failed", "✗", t.failed),
                Outcome::NotJudged => ("not_judged", "·", t.not_judged),
            },
            clause: verdict.clause,
            expected: verdict.expected.in_language(language),
            saw_name: match verdict.outcome {
                Outcome::NotJudged => t.why,
                Outcome::Passed | Outcome::Failed => t.saw,
            },
            saw: shown::sentence(verdict.saw.in_language(language)),
            remedy: verdict.remedy.in_language(language),
            pages: shown::pages(verdict, language),
            wires,
            more,
        }
    }
}

/// An id as a fragment of an address.
pub(super) fn anchor(id: &str) -> String {
    id.replace('/', "-")
}
