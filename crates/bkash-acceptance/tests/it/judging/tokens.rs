use bkash_acceptance::record::Reading;
use bkash_acceptance::{Outcome, Story};

use super::payer::{Payer, failed, payer, record, verdict};
use super::tape::Tape;

#[test]
fn each_needless_token_call_is_told_by_one_case() {
    for (what, tape, cases) in [
        (
            "a grant for every payer",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .grant("b")
                .pay("Q", "b"),
            "tokens/1",
        ),
        (
            "a refresh for every payer",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .refresh("b")
                .pay("Q", "b"),
            "tokens/1",
        ),
        (
            "a grant for each call",
            Tape::default()
                .grant("a")
                .create("P", "a")
                .grant("b")
                .execute("P", "b", "0000"),
            "tokens/1",
        ),
        (
            "a grant for every payer while tokens are short",
            Tape::default()
                .grant_for("a", 12)
                .create("P", "a")
                .grant_for("b", 12)
                .create("Q", "b")
                .wait_ms(-1_400)
                .execute("P", "a", "0000")
                .execute("Q", "b", "0000"),
            "tokens/1",
        ),
        (
            "two grants at once in a cold shop",
            Tape::default()
                .grant("a")
                .wait_ms(-990)
                .grant("b")
                .pay("P", "a")
                .pay("Q", "b"),
            "tokens/2",
        ),
        (
            "a grant where a refresh would do",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .wait(3_600)
                .grant("b")
                .pay("Q", "b"),
            "tokens/3",
        ),
        (
            "something else in place of the refresh token",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .wait(3_600)
                .refresh("b")
                .asking("refresh_token", "***a"),
            "tokens/3",
        ),
        (
            "a dead token that is never renewed",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .wait(3_600)
                .create("Q", "a")
                .with_status(401),
            "tokens/3",
        ),
        (
            "a refused refresh, and then nothing but the dead token",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .wait(3_600)
                .refresh("b")
                .wait(3_600)
                .refused_refresh()
                .create("Q", "b")
                .with_status(401),
            "tokens/4",
        ),
        (
            "a grant beside a refresh",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .wait(3_600)
                .refresh("b")
                .wait_ms(-900)
                .grant("c")
                .pay("Q", "c"),
            "tokens/5",
        ),
        (
            "a refused refresh that is tried again until it works",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .wait(3_600)
                .refused_refresh()
                .refresh("b")
                .pay("Q", "b"),
            "tokens/4",
        ),
        (
            "a new token for everybody now and then",
            (0..8).fold(Tape::default().grant("a"), |tape, round| {
                let payers = ["P", "Q", "R"].map(|payer| format!("{payer}{round}"));
                let (tape, token) = match round {
                    0..2 => (tape, "a"),
                    2 => (tape.wait(14).grant("b"), "b"),
                    3 => (tape.wait(21).grant("c"), "c"),
                    _ => (tape, "c"),
                };
                payers
                    .iter()
                    .fold(tape, |tape, payer| tape.pay(payer, token))
            }),
            "tokens/5",
        ),
        (
            "a storm of grants",
            Tape::default()
                .refused_grant()
                .refused_grant()
                .refused_grant()
                .refused_grant(),
            "tokens/5",
        ),
        (
            "a refused refresh that is tried again",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .wait(3_600)
                .refused_refresh()
                .refused_refresh()
                .grant("b")
                .pay("Q", "b"),
            "tokens/5",
        ),
        (
            "a token for nobody",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .refresh("b")
                .wait(20)
                .pay("Q", "b"),
            "tokens/5",
        ),
        (
            "a 401 that is renewed and not repeated",
            Tape::default()
                .grant("a")
                .create("P", "a")
                .with_status(401)
                .refresh("b")
                .create("Q", "b"),
            "tokens/7",
        ),
        (
            "a 401 that is not renewed",
            Tape::default()
                .grant("a")
                .create("P", "a")
                .with_status(401)
                .create("Q", "a")
                .with_status(401),
            "tokens/7",
        ),
        (
            "a grant for a refund alone",
            Tape::default()
                .grant("a")
                .pay("P", "a")
                .grant("b")
                .refund("P", "b", "10"),
            "refund/1",
        ),
    ] {
        assert_eq!(tape.ids(Outcome::Failed), [cases], "{what}");
    }
}

#[test]
fn a_timer_is_told_as_one_whoever_pays_meanwhile() {
    let tape = Tape::default()
        .grant("a")
        .create("P", "a")
        .wait(57)
        .refresh("b")
        .create("Q", "b")
        .wait(58)
        .refresh("c")
        .create("R", "c");
    assert_eq!(tape.ids(Outcome::Failed), ["tokens/5"]);
}

#[test]
fn a_shop_that_keeps_to_two_token_calls_an_hour_is_not_wrong() {
    let tape = Tape::default()
        .grant("a")
        .pay("P", "a")
        .create("Q", "a")
        .with_status(401)
        .refresh("b")
        .create("Q", "b")
        .wait_ms(500);
    let before = tape.ids(Outcome::Failed);
    let tape = tape
        .create("R", "b")
        .with_status(401)
        .create("S", "b")
        .with_status(401);
    assert!(before.is_empty() && tape.ids(Outcome::Failed).is_empty());
    let refused = Tape::default()
        .grant_for("a", 6)
        .pay("P", "a")
        .wait(6)
        .refused_refresh()
        .create("Q", "a")
        .with_status(401);
    assert!(refused.ids(Outcome::Failed).is_empty());
}

#[test]
fn a_cold_shop_is_judged_by_the_payers_who_came_together() {
    let tape = Tape::default().grant("a").pay("P", "a").pay("Q", "a");
    let crowd = |payment| {
        payer(Story::ColdStart, payment)
            .paid()
            .sees(Reading::Paid, "paid")
    };
    let seen = record(&tape, vec![crowd("P"), crowd("Q")]);
    assert_eq!(verdict(&seen, "tokens/2").outcome, Outcome::Passed);
    let warm = record(&Tape::default().pay("P", "x"), vec![crowd("P"), crowd("Q")]);
    let warm = verdict(&warm, "tokens/2");
    assert_eq!(warm.outcome, Outcome::NotJudged);
    assert!(warm.saw.en.contains("held a token already"));
}

#[test]
fn a_refused_refresh_is_followed_by_one_grant() {
    let tape = Tape::default()
        .grant("a")
        .pay("P", "a")
        .wait(3_600)
        .refused_refresh();
    let granted = tape.grant("b").pay("Q", "b");
    let passed = granted.ids(Outcome::Passed);
    assert!(passed.contains(&"tokens/4") && passed.contains(&"tokens/3"));
}

#[test]
fn a_restart_is_survived_or_not() {
    let before = |tape: Tape| {
        let last = tape.last_id();
        (
            tape,
            payer(Story::Paid, "P")
                .paid()
                .sees(Reading::Paid, "TP")
                .within((1, last)),
        )
    };
    let after = || {
        payer(Story::Restarted, "Q")
            .paid()
            .sees(Reading::Paid, "paid")
    };
    let (tape, first) = before(Tape::default().grant("a").pay("P", "a"));
    let kept = record(&tape.pay("Q", "a"), vec![first, after().within((4, 5))]);
    assert_eq!(verdict(&kept, "tokens/6").outcome, Outcome::Passed);
    let (tape, first) = before(Tape::default().grant("a").pay("P", "a"));
    let forgot = record(
        &tape.grant("b").pay("Q", "b"),
        vec![first.clone(), after().within((4, 6))],
    );
    assert_eq!(failed(&forgot), ["tokens/6"]);
    let (tape, _) = before(Tape::default().grant("a").pay("P", "a"));
    let mut nobody = record(&tape, vec![first]);
    nobody.shop.restarts = false;
    let nobody = verdict(&nobody, "tokens/6");
    assert!(nobody.saw.en.contains("no [app]"), "{}", nobody.saw.en);
}

#[test]
fn a_token_that_comes_after_the_payer_has_left_is_no_renewal_after_a_401() {
    let tape = Tape::default()
        .grant("a")
        .pay("P", "a")
        .create("Q", "a")
        .with_status(401);
    let waited = payer(Story::Unauthorized, "Q")
        .refused(500, Reading::Silent, "error")
        .within((4, tape.last_id()));
    let tape = tape.grant("b").pay("R", "b");
    let verdict = verdict(&record(&tape, vec![waited]), "tokens/7");
    assert_eq!(verdict.outcome, Outcome::Failed);
    assert!(verdict.saw.en.contains("no renewal"), "{}", verdict.saw.en);
}

#[test]
fn a_call_of_the_shops_own_may_be_renewed_after_the_payer_who_waited_meanwhile_has_left() {
    let tape = Tape::default()
        .grant("a")
        .pay("P", "a")
        .query("P", "a")
        .with_status(401);
    let waited = payer(Story::RefreshRefused, "Q")
        .refused(500, Reading::Silent, "error")
        .within((4, tape.last_id()));
    let tape = tape.grant("b").query("P", "b");
    let verdict = verdict(&record(&tape, vec![waited]), "tokens/7");
    assert_eq!(verdict.outcome, Outcome::Passed, "{}", verdict.saw.en);
}
