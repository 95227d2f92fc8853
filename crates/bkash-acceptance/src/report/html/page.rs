use askama::Template;

use super::case::{Case, anchor};
use crate::case::Level;
use crate::evidence::{Pack, PackView};
use crate::milestones::{Milestone, Progress, milestones};
use crate::report::cannot_see::CANNOT_SEE;
use crate::report::phrases::Phrases;
use crate::report::{Answer, Report, Tally};
use crate::verdict::{Outcome, Verdict};
use crate::words::Language;

#[derive(Template)]
#[template(path = "report/report.html")]
struct Page {
    t: &'static Phrases,
    question: String,
    headline: String,
    /// Class and sign.
    answer: (&'static str, &'static str),
    circumstances: Vec<String>,
    figures: [Figure; 2],
    /// What failed, musts first.
    fixes: Vec<Case>,
    how_judged: &'static str,
    groups: Vec<Chapter>,
    steps: Vec<Step>,
    pack: PackView,
    /// What was not judged.
    open: Vec<Open>,
    unseen: Vec<&'static str>,
}

struct Figure {
    title: &'static str,
    tally: Tally,
}

struct Chapter {
    title: String,
    count: String,
    cases: Vec<Case>,
}

struct Step {
    id: &'static str,
    name: &'static str,
    /// Class and word.
    progress: (&'static str, &'static str),
    /// Class and sentence.
    said: Vec<(&'static str, String)>,
    link: Option<&'static str>,
}

struct Open {
    saw: String,
    /// Anchor and id.
    cases: Vec<(String, &'static str)>,
}

/// The whole page.
pub(in crate::report) fn html(report: &Report, language: Language) -> askama::Result<String> {
    let t = Phrases::of(language);
    let figure = |title, level| Figure {
        title,
        tally: report.tally(level),
    };
    let page = Page {
        t,
        question: report.question(language),
        headline: report.headline().in_language(language).to_owned(),
        answer: match report.answer() {
            Answer::Yes => ("yes", "✓"),
            Answer::No => ("no", "✗"),
            Answer::Open => ("undecided", "?"),
        },
        circumstances: report.circumstances(language),
        figures: [
            figure(t.required_points, Level::Must),
            figure(t.advised_points, Level::Should),
        ],
        fixes: fixes(report, language),
        how_judged: match report.record.played.is_empty() {
            true => t.watched_text,
            false => t.played_text,
        },
        groups: chapters(report, language),
        steps: milestones(report)
            .iter()
            .map(|milestone| step(milestone, language))
            .collect(),
        pack: PackView::of(&Pack::of(&report.record), language),
        open: open(report, language),
        unseen: CANNOT_SEE
            .iter()
            .map(|words| words.in_language(language))
            .collect(),
    };
    page.render().map(|html| html + "\n")
}

fn cases(report: &Report, language: Language, which: impl Fn(&Verdict) -> bool) -> Vec<Case> {
    let verdicts = report.verdicts.iter().filter(|verdict| which(verdict));
    verdicts
        .map(|verdict| Case::of(report, verdict, language))
        .collect()
}

fn fixes(report: &Report, language: Language) -> Vec<Case> {
    let of = |level| {
        cases(report, language, move |verdict| {
            verdict.outcome == Outcome::Failed && verdict.level == level
        })
    };
    let mut fixes = of(Level::Must);
    fixes.extend(of(Level::Should));
    fixes
}

fn open(report: &Report, language: Language) -> Vec<Open> {
    let reasons = report.reasons(language).into_iter();
    reasons
        .map(|reason| Open {
            saw: reason.saw,
            cases: reason
                .verdicts
                .iter()
                .map(|verdict| (anchor(verdict.id), verdict.id))
                .collect(),
        })
        .collect()
}

fn chapters(report: &Report, language: Language) -> Vec<Chapter> {
    let groups = report.groups();
    groups
        .iter()
        .map(|group| {
            let tally = group.tally();
            Chapter {
                title: group.title(language).to_owned(),
                count: format!("{}/{}", tally.passed, tally.all()),
                cases: group
                    .verdicts
                    .iter()
                    .map(|verdict| Case::of(report, verdict, language))
                    .collect(),
            }
        })
        .collect()
}

fn step(milestone: &Milestone, language: Language) -> Step {
    let t = Phrases::of(language);
    let mut said = Vec::new();
    for (class, texts) in [
        ("done", &milestone.done),
        ("left", &milestone.left),
        ("others", &milestone.others),
    ] {
        said.extend(
            texts
                .iter()
                .map(|text| (class, text.in_language(language).to_owned())),
        );
    }
    Step {
        id: milestone.id,
        name: milestone.name,
        progress: match milestone.progress() {
            Progress::Shown => ("shown", t.shown),
            Progress::Left => ("left", t.left),
            Progress::Others => ("others", t.others),
        },
        said,
        link: milestone.link,
    }
}
