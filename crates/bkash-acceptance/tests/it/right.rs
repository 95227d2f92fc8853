use bkash_acceptance::{CASES, Journal, Outcome, judge};

use crate::harness::Tape;

#[test]
fn a_shop_that_shows_everything_passes_everything() {
    let tape = Tape::default()
        .grant()
        .pay("P1", "a")
        .pay("P2", "a")
        .create("P3", "a")
        .execute("P3", "a", "0000")
        .hung_up(30_010)
        .query("P3", "a")
        .refund("P1", "a")
        .refund("P2", "a")
        .hung_up(30_020)
        .refund_status("P2", "a")
        .wait(3_600)
        .refresh("0000")
        .pay("P4", "b");
    let all: Vec<_> = CASES.iter().map(|case| case.id).collect();
    assert_eq!(tape.ids(Outcome::Passed), all);
}

#[test]
fn an_empty_journal_decides_nothing() {
    let verdicts = judge(&Journal::parse(r#"{"data":[]}"#).unwrap());
    assert!(
        verdicts
            .iter()
            .all(|verdict| verdict.outcome == Outcome::NotJudged)
    );
}

#[test]
fn lawful_oddities_fail_no_case() {
    let none: &[&str] = &[];
    for (what, tape) in [
        (
            "a repeat after 401",
            Tape::default()
                .execute("P", "a", "")
                .with_status(401)
                .refresh("0000")
                .execute("P", "b", "0000"),
        ),
        (
            "a grant after a refused refresh",
            Tape::default()
                .grant()
                .pay("P", "a")
                .wait(3_600)
                .refresh("9999")
                .grant(),
        ),
        (
            "a renewal in the last tenth",
            Tape::default()
                .grant()
                .pay("P", "a")
                .wait(3_300)
                .refresh("0000")
                .pay("Q", "b"),
        ),
        (
            "a query after 9999",
            Tape::default().execute("P", "a", "9999").query("P", "a"),
        ),
        (
            "a query after 504",
            Tape::default()
                .execute("P", "a", "")
                .with_status(504)
                .query("P", "a")
                .query("P", "a"),
        ),
        (
            "the same refund after refund status",
            Tape::default()
                .pay("P", "a")
                .refund("P", "a")
                .hung_up(30_000)
                .refund_status("P", "a")
                .refund("P", "a"),
        ),
    ] {
        assert_eq!(tape.ids(Outcome::Failed), none, "{what}");
    }
}
