//! For a ticket or a pull request.

use super::cannot_see::CANNOT_SEE;
use super::markup::{block, code, plain};
use super::phrases::Phrases;
use super::reason::Reason;
use super::{Report, Tally, shown};
use crate::case::Level;
use crate::evidence::Pack;
use crate::milestones::{Milestone, milestones};
use crate::verdict::{Outcome, Verdict};
use crate::words::{Language, Said};

const MOST: usize = 6;

/// Failures first, then what is open, then the way to go-live; what passed is a table.
pub(super) fn markdown(report: &Report, language: Language) -> String {
    let phrases = Phrases::of(language);
    let mut parts = vec![
        format!("# {}", plain(&report.question(language))),
        format!("**{}**", plain(report.headline().in_language(language))),
        plain(&report.circumstances(language).join(" · ")),
        tallies(report, phrases),
        format!("## {}", phrases.to_fix),
    ];
    let failed = with(report, Outcome::Failed);
    if failed.is_empty() {
        parts.push(phrases.nothing_to_fix.to_owned());
    }
    parts.extend(
        failed
            .iter()
            .map(|verdict| failure(report, verdict, language)),
    );
    let open = report.reasons(language);
    if !open.is_empty() {
        parts.push(format!("## {}", phrases.open_points));
        parts.push(open.iter().map(reason).collect::<Vec<_>>().join("\n"));
    }
    parts.push(format!("## {}", phrases.milestones));
    parts.push(
        milestones(report)
            .iter()
            .map(|milestone| step(milestone, language))
            .collect::<Vec<_>>()
            .join("\n"),
    );
    parts.push(format!("## {}", phrases.all_points));
    parts.push(table(report, language));
    parts.push(Pack::of(&report.record).markdown_below(language));
    parts.push(format!("## {}", phrases.cannot_see));
    parts.push(unseen(language));
    parts.push(format!("_{}_", phrases.not_bkash));
    parts.join("\n\n") + "\n"
}

fn with(report: &Report, outcome: Outcome) -> Vec<&Verdict> {
    let verdicts = report.verdicts.iter();
    verdicts
        .filter(|verdict| verdict.outcome == outcome)
        .collect()
}

fn tallies(report: &Report, phrases: &Phrases) -> String {
    let row = |name: &str, tally: Tally| {
        format!(
            "| {name} | {} | {} | {} |",
            tally.passed, tally.failed, tally.not_judged
        )
    };
    [
        format!(
            "| | {} | {} | {} |",
            phrases.passed, phrases.failed, phrases.not_judged
        ),
        "|---|--:|--:|--:|".to_owned(),
        row(phrases.required_points, report.tally(Level::Must)),
        row(phrases.advised_points, report.tally(Level::Should)),
    ]
    .join("\n")
}

fn failure(report: &Report, verdict: &Verdict, language: Language) -> String {
    let phrases = Phrases::of(language);
    let saw = shown::sentence(verdict.saw.in_language(language));
    let mut parts = vec![
        format!(
            "### ✗ {} · {} ({})",
            verdict.id,
            plain(verdict.title.in_language(language)),
            level(verdict, phrases)
        ),
        format!("> {}", plain(verdict.clause)),
        [
            format!(
                "- **{}**: {}",
                phrases.expected,
                plain(verdict.expected.in_language(language))
            ),
            format!("- **{}**: {}", phrases.saw, plain(&saw)),
            format!(
                "- **{}**: {}",
                phrases.remedy,
                plain(verdict.remedy.in_language(language))
            ),
        ]
        .join("\n"),
    ];
    parts.extend(shown::pages(verdict, language).iter().map(|page| {
        format!(
            "{} {} → {}: “{}”",
            phrases.payer_saw,
            code(&page.url),
            page.status,
            plain(&page.excerpt())
        )
    }));
    let wires = shown::exchanges(report, verdict, language);
    parts.extend(wires.iter().take(MOST).map(|wire| {
        let mut text = wire.request_text();
        text.push_str(&format!("\n\n{}", wire.outcome));
        if let Some(body) = &wire.response {
            text.push_str(&format!("\n{body}"));
        }
        format!(
            "**#{} {}**\n\n{}",
            wire.id,
            plain(&wire.call),
            block("http", &text)
        )
    }));
    if wires.len() > MOST {
        parts.push(format!(
            "+ {} {}",
            wires.len() - MOST,
            phrases.more_exchanges
        ));
    }
    parts.join("\n\n")
}

fn level(verdict: &Verdict, phrases: &Phrases) -> &'static str {
    match verdict.level {
        Level::Must => phrases.required,
        Level::Should => phrases.advised,
    }
}

fn reason(reason: &Reason<'_>) -> String {
    let ids: Vec<_> = reason.verdicts.iter().map(|verdict| verdict.id).collect();
    format!("- {}: {}", ids.join(", "), plain(&reason.saw))
}

fn step(milestone: &Milestone, language: Language) -> String {
    let phrases = Phrases::of(language);
    let mut lines = vec![format!("- **{}** {}", milestone.id, milestone.name)];
    for (name, said) in [
        (phrases.shown_here, &milestone.done),
        (phrases.still_left, &milestone.left),
        (phrases.for_others, &milestone.others),
    ] {
        lines.extend(
            said.iter()
                .map(|said: &Said| format!("  - {name}: {}", plain(said.in_language(language)))),
        );
    }
    lines.join("\n")
}

fn table(report: &Report, language: Language) -> String {
    let phrases = Phrases::of(language);
    let mut rows = vec!["| | | | |".to_owned(), "|---|---|---|---|".to_owned()];
    rows.extend(report.verdicts.iter().map(|verdict| {
        let (sign, outcome) = match verdict.outcome {
            Outcome::Passed => ("✓", phrases.passed),
            Outcome::Failed => ("✗", phrases.failed),
            Outcome::NotJudged => ("·", phrases.not_judged),
        };
        let title = plain(verdict.title.in_language(language));
        format!(
            "| {sign} {outcome} | {} | {title} | {} |",
            verdict.id,
            level(verdict, phrases)
        )
    }));
    rows.join("\n")
}

fn unseen(language: Language) -> String {
    let lines = CANNOT_SEE
        .iter()
        .map(|words| format!("- {}", words.in_language(language)));
    lines.collect::<Vec<_>>().join("\n")
}
