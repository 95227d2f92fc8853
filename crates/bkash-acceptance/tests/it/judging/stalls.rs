use bkash_acceptance::Outcome;
use bkash_acceptance::record::{Record, Stall};
use jiff::SignedDuration;

use super::payer::verdict;
use super::tape::Tape;

/// A create that was waited for during 33 s, on a machine whose clocks were so late in its 20th second.
fn judged(late_ms: u64) -> Outcome {
    let tape = Tape::default().grant("a").create("P", "a").hung_up(33_000);
    let mut record = Record::of_traffic(tape.journal());
    let begun = record.journal.all().last().unwrap().at;
    let ended_at = begun + SignedDuration::from_secs(20);
    record.stalls = vec![Stall { ended_at, late_ms }];
    verdict(&record, "time/1").outcome
}

#[test]
fn a_time_out_that_only_a_busy_machine_made_late_is_not_judged() {
    assert_eq!(judged(1_500), Outcome::NotJudged);
}

#[test]
fn a_time_out_that_is_too_late_on_any_machine_fails() {
    assert_eq!(judged(500), Outcome::Failed);
}
