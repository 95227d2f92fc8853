//! The action points that traffic alone decides, by the judge that any merchant's traffic could meet.

use bkash_acceptance::record::Record;
use bkash_acceptance::{Journal, Language, Level, Outcome, Verdict, judge};

use super::trouble::Trouble;
use crate::output::{Style, data};

/// Width of a case's id in its column.
const ID_WIDTH: usize = 12;
/// As far as the titles.
const INDENT: &str = "                 ";

/// Prints the cases that this traffic decides; how many passed, and how many musts failed.
pub fn show(journal: &str, style: Style) -> Result<(usize, usize), Trouble> {
    let journal = Journal::parse(journal).map_err(|error| Trouble::new(error.to_string()))?;
    let verdicts = judge(&Record::of_traffic(journal));
    data(format_args!(
        "\n{}  {}\n",
        style.bold("What bKash checks"),
        style.dim("as far as the gateway's journal shows it"),
    ));
    let is_open = |verdict: &&Verdict| verdict.outcome == Outcome::NotJudged;
    for verdict in verdicts.iter().filter(|verdict| !is_open(verdict)) {
        data(line(verdict, style));
    }
    data(style.dim(&format!(
        "  · {} cases need the judge to play: bkash accept",
        verdicts.iter().filter(is_open).count()
    )));
    let count = |outcome| verdicts.iter().filter(|v| v.outcome == outcome).count();
    let failed = verdicts
        .iter()
        .filter(|v| v.outcome == Outcome::Failed && v.level == Level::Must)
        .count();
    Ok((count(Outcome::Passed), failed))
}

fn line(verdict: &Verdict, style: Style) -> String {
    let title = verdict.title.in_language(Language::English);
    let saw = verdict.saw.in_language(Language::English);
    let id = format!("{:ID_WIDTH$}", verdict.id);
    match verdict.outcome {
        Outcome::Failed => format!(
            "  {} {id} {title}\n{INDENT}seen: {saw}, exchanges {:?}\n{INDENT}{}",
            style.red("✗"),
            verdict.evidence.exchanges,
            verdict.remedy.in_language(Language::English)
        ),
        Outcome::Passed | Outcome::NotJudged => format!(
            "  {} {id} {title}\n{INDENT}{}",
            style.green("✓"),
            style.dim(saw)
        ),
    }
}
