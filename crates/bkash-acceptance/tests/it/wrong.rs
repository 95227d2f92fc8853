use bkash_acceptance::Outcome;

use crate::harness::Tape;

#[test]
fn each_wrong_shop_fails_its_own_case_and_no_other() {
    for (what, tape, case) in [
        (
            "a grant for every payer",
            Tape::default().grant().pay("P", "a").grant().pay("Q", "b"),
            vec!["tokens/1", "tokens/2"],
        ),
        (
            "a second token by refresh, too soon",
            Tape::default()
                .grant()
                .pay("P", "a")
                .refresh("0000")
                .pay("Q", "b"),
            vec!["tokens/1"],
        ),
        (
            "a grant where a refresh would do",
            Tape::default()
                .grant()
                .pay("P", "a")
                .wait(3_600)
                .grant()
                .pay("Q", "b"),
            vec!["tokens/2"],
        ),
        (
            "three token calls in an hour",
            Tape::default().grant().refresh("9999").refresh("9999"),
            vec!["tokens/3"],
        ),
        (
            "execute sent again after a time-out",
            Tape::default()
                .execute("P", "a", "")
                .hung_up(30_000)
                .execute("P", "a", "2117"),
            vec!["execute/1"],
        ),
        (
            "a query after every payment",
            Tape::default().pay("P", "a").query("P", "a"),
            vec!["query/1"],
        ),
        (
            "a query instead of execute",
            Tape::default().create("P", "a").query("P", "a"),
            vec!["query/1"],
        ),
        (
            "a query after a clear refusal",
            Tape::default().execute("P", "a", "2023").query("P", "a"),
            vec!["query/1"],
        ),
        (
            "a time-out of ten seconds",
            Tape::default().execute("P", "a", "").hung_up(10_000),
            vec!["time/1"],
        ),
        (
            "a time-out of a minute",
            Tape::default().create("P", "a").hung_up(60_000),
            vec!["time/1"],
        ),
        (
            "a token of its own for refunds",
            Tape::default().pay("P", "a").wait(3_600).refund("P", "b"),
            vec!["refund/1"],
        ),
        (
            "a refund sent again blindly",
            Tape::default()
                .pay("P", "a")
                .refund("P", "a")
                .hung_up(30_000)
                .refund("P", "a"),
            vec!["refund/2"],
        ),
    ] {
        assert_eq!(tape.ids(Outcome::Failed), case, "{what}");
    }
}

#[test]
fn a_failed_case_names_its_exchanges_and_a_remedy() {
    let verdicts = Tape::default().pay("P", "a").query("P", "a").verdicts();
    let failed = verdicts
        .iter()
        .find(|verdict| verdict.outcome == Outcome::Failed)
        .unwrap();
    assert_eq!(
        (failed.id, failed.evidence.as_slice()),
        ("query/1", [3].as_slice())
    );
    assert!(failed.remedy.contains("Remove the query"));
}
