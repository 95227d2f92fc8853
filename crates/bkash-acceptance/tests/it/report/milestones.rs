use bkash_acceptance::{Level, Outcome, Progress, milestones};

use super::example::{record, report, verdict};

#[test]
fn a_shop_with_failures_has_them_left_in_the_steps_that_they_hold_up() {
    let steps = milestones(&report(record("S")));
    let ids: Vec<_> = steps
        .iter()
        .map(|step| (step.id, step.progress()))
        .collect();
    assert_eq!(
        ids,
        [
            ("S-1", Progress::Others),
            ("S-2", Progress::Left),
            ("S-3", Progress::Shown),
            ("S-4", Progress::Others),
            ("S-5", Progress::Others),
            ("S-6", Progress::Left),
        ]
    );
    let left: Vec<_> = steps[1].left.iter().map(|said| said.en.as_str()).collect();
    assert_eq!(
        left,
        [
            "Required points: fix tokens/1.",
            "Required points: not judged yet: callback/2."
        ]
    );
    assert!(steps.iter().all(|step| !step.others.is_empty()));
}

#[test]
fn a_shop_that_passed_has_nothing_left_that_a_report_can_show() {
    let mut report = report(record("S"));
    report.verdicts = ["tokens/1", "messages/1", "refund/1"]
        .map(|id| verdict(id, Level::Must, Outcome::Passed))
        .into();
    let steps = milestones(&report);
    assert!(steps.iter().all(|step| step.left.is_empty()), "{steps:?}");
    assert_eq!(steps[5].done.len(), 2);
}
