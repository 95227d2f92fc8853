use super::detail::detail;
use super::steps::steps;
use super::wrap::{WIDTH, padded, wrapped};
use crate::case::Level;
use crate::report::group::Group;
use crate::report::phrases::Phrases;
use crate::report::{Answer, Paint, Report};
use crate::verdict::{Outcome, Verdict};
use crate::words::Language;

/// Columns of an id, and of a group's title.
const ID: usize = 13;

/// The report from its first line to its last; the answer stands at both ends, as terminals show the end.
pub(in crate::report) fn text(report: &Report, language: Language, paint: Paint) -> String {
    let mut lines = vec![paint.bold(&report.question(language))];
    lines.extend(
        wrapped(&headline(report, language), WIDTH)
            .iter()
            .map(|line| answer(report, line, paint)),
    );
    lines.extend(
        wrapped(&report.circumstances(language).join(" · "), WIDTH)
            .iter()
            .map(|line| paint.dim(line)),
    );
    for group in report.groups() {
        lines.push(String::new());
        lines.extend(told(report, &group, language, paint));
    }
    lines.push(String::new());
    lines.extend(steps(report, language, paint));
    lines.push(String::new());
    lines.push(summary(report, language));
    lines.extend(
        wrapped(&headline(report, language), WIDTH)
            .iter()
            .map(|line| answer(report, line, paint)),
    );
    lines.join("\n") + "\n"
}

fn headline(report: &Report, language: Language) -> String {
    report.headline().in_language(language).to_owned()
}

fn answer(report: &Report, line: &str, paint: Paint) -> String {
    match report.answer() {
        Answer::Yes => paint.good(line),
        Answer::No => paint.bad(line),
        Answer::Open => paint.open(line),
    }
}

fn told(report: &Report, group: &Group<'_>, language: Language, paint: Paint) -> Vec<String> {
    let tally = group.tally();
    let title = group.title(language);
    let count = format!("{}/{}", tally.passed, tally.all());
    let mut lines = vec![format!("{}  {}", paint.bold(title), paint.dim(&count))];
    for verdict in &group.verdicts {
        lines.extend(headed(verdict, language, paint));
        lines.extend(detail(report, verdict, language, paint));
    }
    lines
}

/// Sign, id and title.
fn headed(verdict: &Verdict, language: Language, paint: Paint) -> Vec<String> {
    let sign = match verdict.outcome {
        Outcome::Passed => paint.good("✓"),
        Outcome::Failed => paint.bad("✗"),
        Outcome::NotJudged => paint.open("·"),
    };
    let mut title = verdict.title.in_language(language).to_owned();
    if verdict.level == Level::Should {
        title = format!("{title} ({})", Phrases::of(language).advised);
    }
    let mut lines = Vec::new();
    for (place, line) in wrapped(&title, WIDTH - ID - 4).iter().enumerate() {
        lines.push(match place {
            0 => format!("  {sign} {}{line}", padded(verdict.id, ID)),
            _ => format!("    {}{line}", " ".repeat(ID)),
        });
    }
    lines
}

/// `31 of 40 required points passed, 2 failed, 7 not judged; 5 of 9 advised …`
fn summary(report: &Report, language: Language) -> String {
    let phrases = Phrases::of(language);
    let part = |level, name: &str| {
        let tally = report.tally(level);
        format!(
            "{name}: {} {}, {} {}, {} {}",
            tally.passed,
            phrases.passed,
            tally.failed,
            phrases.failed,
            tally.not_judged,
            phrases.not_judged
        )
    };
    format!(
        "{} · {}",
        part(Level::Must, phrases.required),
        part(Level::Should, phrases.advised)
    )
}
