use bkash_acceptance::{Answer, CASES, Level, Outcome, Report, Standing};

use super::example::{record, report, verdict};

/// Every case of the judge, with this outcome for the musts and that for the shoulds.
fn all(musts: Outcome, shoulds: Outcome) -> Report {
    let mut report = report(record("S"));
    report.verdicts = CASES
        .iter()
        .map(|case| match case.level {
            Level::Must => verdict(case.id, case.level, musts),
            Level::Should => verdict(case.id, case.level, shoulds),
        })
        .collect();
    report.verdicts.push(verdict("extra/1", Level::Must, musts));
    report
        .verdicts
        .push(verdict("extra/2", Level::Should, shoulds));
    report
}

#[test]
fn good_practice_that_is_missing_fails_the_run_but_not_the_shop() {
    let report = all(Outcome::Passed, Outcome::Failed);
    assert_eq!(
        (report.answer(), report.standing()),
        (Answer::Yes, Standing::Failed)
    );
    let report = all(Outcome::Passed, Outcome::NotJudged);
    assert_eq!(
        (report.answer(), report.standing()),
        (Answer::Yes, Standing::Passed)
    );
}

#[test]
fn a_must_that_was_not_judged_leaves_the_question_open() {
    let report = all(Outcome::NotJudged, Outcome::Passed);
    assert_eq!(
        (report.answer(), report.standing()),
        (Answer::Open, Standing::Open)
    );
}

#[test]
fn one_must_that_failed_is_a_no() {
    let mut report = all(Outcome::Passed, Outcome::Passed);
    report
        .verdicts
        .push(verdict("extra/3", Level::Must, Outcome::Failed));
    assert_eq!(report.answer(), Answer::No);
    assert_eq!(report.headline().en, "Not yet: one required point failed.");
    report
        .verdicts
        .push(verdict("extra/4", Level::Must, Outcome::Failed));
    assert_eq!(report.headline().en, "Not yet: 2 required points failed.");
}

#[test]
fn nothing_judged_is_no_yes() {
    let mut report = report(record("S"));
    report.verdicts.clear();
    assert_eq!(report.answer(), Answer::Open);
}

#[test]
fn musts_that_nobody_asked_for_are_not_passed() {
    let mut report = report(record("S"));
    report.verdicts = vec![verdict("callback/2", Level::Must, Outcome::Passed)];
    let others = CASES
        .iter()
        .filter(|case| case.level == Level::Must)
        .count()
        - 1;
    assert_eq!(
        (report.answer(), report.standing()),
        (Answer::Open, Standing::Passed)
    );
    assert!(
        report
            .headline()
            .en
            .contains(&format!("{others} of them were not judged"))
    );
}
