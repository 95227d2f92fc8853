use super::wrap::{WIDTH, padded, wrapped};
use crate::report::phrases::Phrases;
use crate::report::{Paint, Report, shown};
use crate::verdict::{Outcome, Verdict};
use crate::words::Language;

const INDENT: usize = 6;
/// Exchanges that are told for one verdict; a storm of them says no more than its beginning.
const MOST: usize = 6;

/// What stands below a verdict that did not pass.
pub(super) fn detail(
    report: &Report,
    verdict: &Verdict,
    language: Language,
    paint: Paint,
) -> Vec<String> {
    let phrases = Phrases::of(language);
    let saw = shown::sentence(verdict.saw.in_language(language));
    let rows = match verdict.outcome {
        Outcome::Passed => Vec::new(),
        Outcome::NotJudged => vec![(phrases.why, saw)],
        Outcome::Failed => {
            let mut rows = vec![
                (phrases.clause, format!("“{}”", verdict.clause)),
                (
                    phrases.expected,
                    verdict.expected.in_language(language).to_owned(),
                ),
                (phrases.saw, saw),
                (
                    phrases.remedy,
                    verdict.remedy.in_language(language).to_owned(),
                ),
            ];
            let evidence = evidence(report, verdict, language);
            rows.extend(evidence.into_iter().map(|line| (phrases.evidence, line)));
            rows
        }
    };
    laid_out(&rows, phrases, paint)
}

/// Name and text in two columns; a name that repeats is told once.
fn laid_out(rows: &[(&str, String)], phrases: &Phrases, paint: Paint) -> Vec<String> {
    let names = [
        phrases.clause,
        phrases.expected,
        phrases.saw,
        phrases.remedy,
        phrases.evidence,
        phrases.why,
    ];
    let column = names
        .map(unicode_width::UnicodeWidthStr::width)
        .into_iter()
        .max()
        .unwrap_or(0)
        + 2;
    let mut lines = Vec::new();
    let mut before = "";
    for (name, text) in rows {
        for (place, line) in wrapped(text, WIDTH - INDENT - column).iter().enumerate() {
            let told = if place == 0 && *name != before {
                name
            } else {
                ""
            };
            let label = paint.dim(&padded(told, column));
            lines.push(
                format!("{}{label}{line}", " ".repeat(INDENT))
                    .trim_end()
                    .to_owned(),
            );
        }
        before = name;
    }
    lines
}

fn evidence(report: &Report, verdict: &Verdict, language: Language) -> Vec<String> {
    let phrases = Phrases::of(language);
    let wires = shown::exchanges(report, verdict, language);
    let mut lines: Vec<_> = wires
        .iter()
        .take(MOST)
        .map(|wire| format!("#{} {} → {}", wire.id, wire.request_line, wire.result()))
        .collect();
    if wires.len() > MOST {
        lines.push(format!(
            "+ {} {}",
            wires.len() - MOST,
            phrases.more_exchanges
        ));
    }
    lines.extend(shown::pages(verdict, language).iter().map(|page| {
        format!(
            "{} {} → {}: “{}”",
            phrases.payer_saw,
            page.url,
            page.status,
            page.excerpt()
        )
    }));
    lines
}
