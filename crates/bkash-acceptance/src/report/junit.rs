//! For build servers: a failed case is a failure, one that was not judged is skipped.

use std::time::Duration;

use quick_junit::{NonSuccessKind, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::group::Group;
use super::phrases::Phrases;
use super::{Report, foreign, shown};
use crate::case::Level;
use crate::verdict::{Outcome, Verdict};
use crate::words::Language;

/// One suite a group.
pub(super) fn junit(report: &Report, language: Language) -> Result<String, SerializeError> {
    let mut document = quick_junit::Report::new(report.question(language));
    document.set_time(Duration::try_from(report.took).unwrap_or_default());
    document.add_test_suites(
        report
            .groups()
            .iter()
            .map(|group| suite(report, group, language)),
    );
    document.to_string()
}

fn suite(report: &Report, group: &Group<'_>, language: Language) -> TestSuite {
    let mut suite = TestSuite::new(group.name);
    suite.add_test_cases(
        group
            .verdicts
            .iter()
            .map(|verdict| case(report, group.name, verdict, language)),
    );
    suite
}

fn case(report: &Report, group: &str, verdict: &Verdict, language: Language) -> TestCase {
    let saw = shown::sentence(verdict.saw.in_language(language));
    let status = match verdict.outcome {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Failed => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status
                .set_type(match verdict.level {
                    Level::Must => "must",
                    Level::Should => "should",
                })
                .set_message(&saw)
                .set_description(description(report, verdict, &saw, language));
            status
        }
        Outcome::NotJudged => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(&saw);
            status
        }
    };
    let title = verdict.title.in_language(language);
    let mut case = TestCase::new(format!("{} {title}", verdict.id), status);
    case.set_classname(group);
    case
}

fn description(report: &Report, verdict: &Verdict, saw: &str, language: Language) -> String {
    let phrases = Phrases::of(language);
    let expected = verdict.expected.in_language(language);
    let remedy = verdict.remedy.in_language(language);
    let mut lines = vec![
        format!("{}: “{}”", phrases.clause, verdict.clause),
        format!("{}: {expected}", phrases.expected),
        format!("{}: {saw}", phrases.saw),
        format!("{}: {remedy}", phrases.remedy),
    ];
    let wires = shown::exchanges(report, verdict, language);
    lines.extend(
        wires
            .iter()
            .map(|wire| format!("#{} {} → {}", wire.id, wire.request_line, wire.result())),
    );
    lines.extend(shown::pages(verdict, language).iter().map(|page| {
        let address = foreign::line(&page.url, 200);
        format!(
            "{} {address} → {}: “{}”",
            phrases.payer_saw,
            page.status,
            page.excerpt()
        )
    }));
    lines.join("\n")
}
