//! The action points that traffic alone decides, by the judge that any merchant's traffic could meet.

use bkash_acceptance::record::Record;
use bkash_acceptance::{Journal, Language, Level, Outcome, Verdict, judge};

use super::trouble::Trouble;
use crate::output::{Style, data};

/// Width of a case's id in its column.
const ID_WIDTH: usize = 9;

/// Prints one line a case; how many passed, and how many musts failed.
pub fn show(journal: &str, style: Style) -> Result<(usize, usize), Trouble> {
    let journal = Journal::parse(journal).map_err(|error| Trouble::new(error.to_string()))?;
    let verdicts = judge(&Record::of_traffic(journal));
    data(format_args!(
        "\n{}  {}\n",
        style.bold("What bKash checks"),
        style.dim("judged by the gateway's journal; what it cannot show is not judged"),
    ));
    for verdict in &verdicts {
        data(line(verdict, style));
    }
    let count = |outcome| verdicts.iter().filter(|v| v.outcome == outcome).count();
    let failed = verdicts
        .iter()
        .filter(|v| v.outcome == Outcome::Failed && v.level == Level::Must)
        .count();
    Ok((count(Outcome::Passed), failed))
}

fn line(verdict: &Verdict, style: Style) -> String {
    let expected = verdict.expected.in_language(Language::English);
    let saw = verdict.saw.in_language(Language::English);
    let id = format!("{:ID_WIDTH$}", verdict.id);
    match verdict.outcome {
        Outcome::Passed => format!(
            "  {} {id} {}\n              {}",
            style.green("✓"),
            expected,
            style.dim(saw)
        ),
        Outcome::NotJudged => style.dim(&format!("  · {id} not judged: {saw}")),
        Outcome::Failed => format!(
            "  {} {id} {}\n              seen: {}, exchanges {:?}\n              {}",
            style.red("✗"),
            expected,
            saw,
            verdict.evidence.exchanges,
            verdict.remedy.in_language(Language::English)
        ),
    }
}
