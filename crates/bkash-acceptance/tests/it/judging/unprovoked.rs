//! What a story was to provoke, and did not, decides nothing.

use bkash_acceptance::record::Reading::{Failed, Paid, Silent, Waiting};
use bkash_acceptance::{Outcome, Story};

use super::payer::{Payer, payer, record, verdict};
use super::tape::Tape;

fn created() -> Tape {
    Tape::default().grant("a").create("P", "a")
}

#[test]
fn a_payer_who_was_turned_away_before_any_create_shows_nothing_of_it() {
    let away = |story| {
        let visit = payer(story, "P").refused(200, Silent, "Come back in an hour");
        record(&Tape::default().grant("a"), vec![visit.within((1, 9))])
    };
    for (story, case) in [
        (Story::CreateRefused, "messages/4"),
        (Story::CreateHangs, "create/2"),
    ] {
        assert_eq!(verdict(&away(story), case).outcome, Outcome::NotJudged);
    }
}

#[test]
fn a_refusal_may_be_told_after_the_page_that_says_wait() {
    let visit = || {
        let visit = payer(Story::Refused, "P").variant("2023");
        visit.sees(Waiting, "We are checking your payment")
    };
    let tape = || created().execute("P", "a", "2023");
    let open = record(&tape(), vec![visit()]);
    assert_eq!(verdict(&open, "execute/2").outcome, Outcome::NotJudged);
    let told = record(&tape(), vec![visit().order(Failed, "Payment failed")]);
    assert_eq!(verdict(&told, "execute/2").outcome, Outcome::Failed);
}

#[test]
fn a_create_that_counts_its_invoice_up_is_a_repeat_for_the_same_payer() {
    let tape = || {
        Tape::default()
            .grant("a")
            .create("P", "a")
            .with_status(401)
            .refresh("b")
            .create("Q", "b")
    };
    let visit = |payment| payer(Story::Unauthorized, payment).within((1, 4));
    let served = record(&tape(), vec![visit("Q")]);
    assert_eq!(verdict(&served, "tokens/7").outcome, Outcome::Passed);
    let another = record(&tape(), vec![visit("R")]);
    assert_eq!(verdict(&another, "tokens/7").outcome, Outcome::Failed);
}

#[test]
fn a_refund_that_is_still_being_looked_into_gets_a_minute() {
    let seen = |reading, seconds| {
        let tape = created()
            .execute("P", "a", "0000")
            .refund("P", "a", "100")
            .lost()
            .wait(seconds)
            .create("Q", "a");
        let visit = payer(Story::RefundLost, "P").asks_back("100.00", reading, "…");
        verdict(&record(&tape, vec![visit]), "refund/6").outcome
    };
    assert_eq!(seen(Waiting, 20), Outcome::NotJudged);
    assert_eq!(seen(Waiting, 90), Outcome::Failed);
    assert_eq!(seen(Failed, 20), Outcome::Failed);
}

#[test]
fn pages_that_wait_end_as_the_order_does() {
    let twice = |order| {
        let visit = payer(Story::Twice, "P").paid();
        let visit = visit
            .sees(Waiting, "processing")
            .sees(Waiting, "processing");
        let tape = created().execute("P", "a", "0000");
        verdict(&record(&tape, vec![visit.order(order, "…")]), "callback/4").outcome
    };
    assert_eq!(twice(Paid), Outcome::Passed);
    assert_eq!(twice(Waiting), Outcome::NotJudged);
}

#[test]
fn an_outcome_is_the_same_without_each_detail_of_it_and_another_one_is_never_overlooked() {
    let tabs = |pages: &[(_, &str)], order| {
        let visit = payer(Story::Burst, "P").paid();
        let visit = pages
            .iter()
            .fold(visit, |visit, (reading, text)| visit.sees(*reading, text));
        let tape = created().execute("P", "a", "0000");
        verdict(&record(&tape, vec![visit.order(order, "…")]), "callback/5").outcome
    };
    let once = (Paid, "paid, trxID TP");
    assert_eq!(
        tabs(&[once, (Paid, "Order IP: paid")], Paid),
        Outcome::Passed
    );
    assert_eq!(tabs(&[once, (Waiting, "wait")], Paid), Outcome::Passed);
    assert_eq!(
        tabs(&[once, (Waiting, "wait")], Waiting),
        Outcome::NotJudged
    );
    assert_eq!(
        tabs(&[once, (Silent, "?"), (Failed, "failed")], Paid),
        Outcome::Failed
    );
}
