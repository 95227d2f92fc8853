//! For programs: the keys stay, the texts follow the language.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Answer, Report, Standing, Tally, mask, shown};
use crate::case::Level;
use crate::milestones::{Milestone, Progress, milestones};
use crate::record::{Exchange, Pace, Page};
use crate::verdict::{Outcome, Verdict};
use crate::words::{Language, Said};

#[derive(Serialize)]
struct Document<'a> {
    shop: &'a str,
    answer: Answer,
    headline: String,
    standing: Standing,
    began_at: String,
    took_ms: i64,
    quick: bool,
    pace: Option<&'static str>,
    musts: Tally,
    shoulds: Tally,
    cases: Vec<Line<'a>>,
    /// Those that a case cites.
    exchanges: Vec<Exchange>,
    milestones: Vec<Step>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    level: Level,
    title: &'a str,
    clause: &'a str,
    outcome: Outcome,
    expected: &'a str,
    saw: String,
    remedy: &'a str,
    evidence: Cited<'a>,
}

#[derive(Serialize)]
struct Cited<'a> {
    exchanges: &'a [u64],
    pages: Vec<Page>,
}

#[derive(Serialize)]
struct Step {
    id: &'static str,
    name: &'static str,
    progress: Progress,
    done: Vec<String>,
    left: Vec<String>,
    others: Vec<String>,
    link: Option<&'static str>,
}

/// Pretty, and with a line break at its end.
pub(super) fn json(report: &Report, language: Language) -> Result<String, serde_json::Error> {
    let document = Document {
        shop: &report.record.shop.name,
        answer: report.answer(),
        headline: report.headline().in_language(language).to_owned(),
        standing: report.standing(),
        began_at: report.began_at.to_string(),
        took_ms: i64::try_from(report.took.as_millis()).unwrap_or(i64::MAX),
        quick: report.record.quick,
        pace: report.record.pace.map(|pace| match pace {
            Pace::Together => "together",
            Pace::OneByOne => "one_by_one",
        }),
        musts: report.tally(Level::Must),
        shoulds: report.tally(Level::Should),
        cases: report
            .verdicts
            .iter()
            .map(|verdict| line(verdict, language))
            .collect(),
        exchanges: cited(report),
        milestones: milestones(report)
            .iter()
            .map(|milestone| step(milestone, language))
            .collect(),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn line(verdict: &Verdict, language: Language) -> Line<'_> {
    Line {
        id: verdict.id,
        level: verdict.level,
        title: verdict.title.in_language(language),
        clause: verdict.clause,
        outcome: verdict.outcome,
        expected: verdict.expected.in_language(language),
        saw: shown::sentence(verdict.saw.in_language(language)),
        remedy: verdict.remedy.in_language(language),
        evidence: Cited {
            exchanges: &verdict.evidence.exchanges,
            pages: verdict.evidence.pages.iter().map(page).collect(),
        },
    }
}

fn step(milestone: &Milestone, language: Language) -> Step {
    let texts = |said: &[Said]| {
        said.iter()
            .map(|said| said.in_language(language).to_owned())
            .collect()
    };
    Step {
        id: milestone.id,
        name: milestone.name,
        progress: milestone.progress(),
        done: texts(&milestone.done),
        left: texts(&milestone.left),
        others: texts(&milestone.others),
        link: milestone.link,
    }
}

fn page(page: &Page) -> Page {
    Page {
        url: mask::text(&page.url),
        blocks: page.blocks.iter().map(|block| mask::text(block)).collect(),
        ..page.clone()
    }
}

fn cited(report: &Report) -> Vec<Exchange> {
    let ids: BTreeSet<u64> = report
        .verdicts
        .iter()
        .flat_map(|verdict| verdict.evidence.exchanges.iter().copied())
        .collect();
    let exchanges = report.record.journal.all();
    exchanges
        .filter(|exchange| ids.contains(&exchange.id))
        .map(mask::exchange)
        .collect()
}
