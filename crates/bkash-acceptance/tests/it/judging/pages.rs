use bkash_acceptance::record::{Leak, Reading, Trouble, Visit};
use bkash_acceptance::{Outcome, Said, Story};

use super::payer::{Payer, failed, payer, record, verdict};
use super::tape::Tape;

use Reading::{Empty, Failed, Paid, Silent, Unclear, Waiting};

pub(crate) fn paid_tape() -> Tape {
    Tape::default().grant("a").pay("P", "a")
}

pub(crate) fn created() -> Tape {
    Tape::default().grant("a").create("P", "a")
}

/// One row: what is told, the traffic, the visit.
pub(crate) type Row = (&'static str, Tape, Visit);

pub(crate) fn refused(code: &str) -> Tape {
    created().execute("P", "a", code)
}

#[test]
fn right_pages_pass_their_case() {
    let rows: Vec<Row> = vec![
        (
            "callback/1",
            created(),
            payer(Story::WrongOtp, "P").sees(Failed, "Payment failed"),
        ),
        (
            "callback/2",
            created(),
            payer(Story::Cancelled, "P").sees(Failed, "cancelled"),
        ),
        (
            "callback/3",
            paid_tape(),
            payer(Story::Paid, "P").paid().sees(Paid, "paid"),
        ),
        (
            "callback/3",
            paid_tape(),
            payer(Story::Paid, "P")
                .paid()
                .sees(Waiting, "wait")
                .order(Paid, "paid"),
        ),
        (
            "callback/4",
            paid_tape(),
            payer(Story::Twice, "P")
                .paid()
                .sees(Paid, "TP")
                .sees(Paid, "TP"),
        ),
        (
            "callback/5",
            paid_tape(),
            payer(Story::Burst, "P")
                .paid()
                .sees(Paid, "TP")
                .sees(Paid, "TP"),
        ),
        (
            "callback/6",
            refused("2056"),
            payer(Story::Forged, "P").types(Failed, "Invalid Payment State"),
        ),
        (
            "callback/7",
            created(),
            payer(Story::Replayed, "P")
                .sees(Failed, "cancelled")
                .types(Silent, "x"),
        ),
        (
            "callback/8",
            created(),
            payer(Story::UnknownPayment, "P").types(Silent, "no such payment"),
        ),
        (
            "callback/10",
            paid_tape(),
            payer(Story::Contradicting, "P").paid().sees(Paid, "paid"),
        ),
        (
            "callback/10",
            created(),
            payer(Story::Contradicting, "P").sees(Failed, "failed"),
        ),
        (
            "callback/11",
            created(),
            payer(Story::Bare, "P").types(Silent, "bad request"),
        ),
        (
            "execute/1",
            refused("2023"),
            payer(Story::Refused, "P")
                .variant("2023")
                .sees(Failed, "no"),
        ),
        (
            "execute/2",
            refused("2023"),
            payer(Story::Refused, "P").sees(Failed, "insufficient  balance!"),
        ),
        (
            "execute/4",
            created().execute("P", "a", "").lost().query("P", "a"),
            payer(Story::Lost, "P")
                .variant("answer_lost")
                .paid()
                .sees(Waiting, "checking"),
        ),
        (
            "execute/5",
            created(),
            payer(Story::Dropped, "P").sees(Waiting, "checking"),
        ),
        (
            "execute/6",
            paid_tape().with(|last| last["duration_ms"] = 20_010.into()),
            payer(Story::ExecuteLate, "P").paid().sees(Paid, "paid"),
        ),
        (
            "execute/7",
            paid_tape().answering("amount", "5.00"),
            payer(Story::OtherAmount, "P").sees(Waiting, "held"),
        ),
        (
            "create/2",
            created().hung_up(30_000),
            payer(Story::CreateHangs, "P").refused(504, Silent, "try again"),
        ),
        (
            "messages/1",
            created(),
            payer(Story::WrongOtp, "P").sees(Failed, "পেমেন্ট ব্যর্থ"),
        ),
        (
            "messages/3",
            paid_tape(),
            payer(Story::Paid, "P").paid().sees(Paid, "trxID TP"),
        ),
        (
            "messages/4",
            created().answering("statusCode", "2031"),
            payer(Story::CreateRefused, "P")
                .refused(200, Failed, "could not start")
                .within((1, 9)),
        ),
        (
            "security/1",
            paid_tape(),
            payer(Story::Paid, "P").paid().sees(Paid, "paid"),
        ),
        ("security/2", created(), payer(Story::Tampered, "P")),
    ];
    for (case, tape, visit) in rows {
        let told = format!("{case}: {visit:?}");
        let verdict = verdict(&record(&tape, vec![visit]), case);
        assert_eq!(
            verdict.outcome,
            Outcome::Passed,
            "{told}: {}",
            verdict.saw.en
        );
    }
}

#[test]
fn pages_that_only_a_person_can_read_decide_nothing() {
    for reading in [Unclear, Empty] {
        for (case, tape, visit) in [
            (
                "callback/3",
                paid_tape(),
                payer(Story::Paid, "P").paid().sees(reading, ""),
            ),
            (
                "callback/6",
                created(),
                payer(Story::Forged, "P").types(reading, ""),
            ),
            (
                "execute/5",
                created(),
                payer(Story::Dropped, "P").sees(reading, ""),
            ),
            (
                "messages/1",
                created(),
                payer(Story::WrongOtp, "P").sees(reading, ""),
            ),
            (
                "callback/4",
                paid_tape(),
                payer(Story::Twice, "P")
                    .paid()
                    .sees(Paid, "")
                    .sees(reading, ""),
            ),
        ] {
            let verdict = verdict(&record(&tape, vec![visit]), case);
            assert_eq!(verdict.outcome, Outcome::NotJudged, "{case} {reading:?}");
        }
    }
    let by_order = payer(Story::Forged, "P")
        .types(Empty, "")
        .order(Failed, "unpaid");
    let by_order = record(&created(), vec![by_order]);
    assert_eq!(verdict(&by_order, "callback/6").outcome, Outcome::Passed);
}

#[test]
fn at_one_callback_for_all_orders_it_counts_which_order_the_page_calls_paid() {
    let tape = paid_tape().create("Q", "a");
    let crossed = |text: &str| {
        let mut dear = payer(Story::Crossed, "Q").types(Paid, text);
        dear.amount = Some("9500".to_owned());
        dear.other = Some(0);
        let cheap = payer(Story::Crossed, "P")
            .paid()
            .sees(Paid, "TP")
            .order(Paid, "TP");
        let record = record(&tape, vec![cheap, dear]);
        verdict(&record, "callback/9").outcome
    };
    assert_eq!(crossed("order IQ is paid"), Outcome::Failed);
    assert_eq!(crossed("order IP is paid"), Outcome::Passed);
    assert_eq!(crossed("9,500.00 taka received"), Outcome::Failed);
    assert_eq!(crossed("500 taka received"), Outcome::Passed);
    assert_eq!(crossed("paid"), Outcome::NotJudged);
}

#[test]
fn a_shop_that_creates_again_after_a_refusal_has_no_page_to_judge() {
    let tape = created().answering("statusCode", "2031").create("Q", "a");
    let went_on = record(&tape, vec![payer(Story::CreateRefused, "Q").within((1, 9))]);
    assert_eq!(verdict(&went_on, "messages/4").outcome, Outcome::NotJudged);
}

#[test]
fn a_secret_that_reached_a_browser_fails() {
    let mut seen = record(
        &paid_tape(),
        vec![payer(Story::Paid, "P").paid().sees(Paid, "TP")],
    );
    seen.leaks.push(Leak {
        secret: "id_token".to_owned(),
        url: "https://shop.example/pay".to_owned(),
        place: "body".to_owned(),
    });
    assert_eq!(failed(&seen), ["security/1"]);
}

#[test]
fn a_story_that_came_to_nothing_says_why() {
    let mut visit = payer(Story::Paid, "P");
    visit.trouble = Some(Trouble::new(
        Said::new("the shop did not answer", "দোকান উত্তর দেয়নি"),
        Said::new("Is it started?", "চালু আছে?"),
    ));
    let alone = record(&Tape::default(), vec![visit.clone()]);
    assert_eq!(
        verdict(&alone, "callback/6").saw.en,
        "no payer got as far as bKash's page"
    );
    let visits = vec![visit, payer(Story::Cancelled, "C")];
    let mut seen = record(&Tape::default(), visits);
    let verdict_of_paid = verdict(&seen, "callback/3");
    assert_eq!(
        verdict_of_paid.saw.en,
        "the shop did not answer. Is it started?"
    );
    assert_eq!(
        verdict(&seen, "callback/6").saw.en,
        "not played in this run"
    );
    seen.quick = true;
    assert!(verdict(&seen, "time/2").saw.en.contains("quick run"));
    seen.shop.refunds = false;
    assert!(verdict(&seen, "refund/2").saw.en.contains("no [refund]"));
    seen.shop.takes_amount = true;
    assert!(verdict(&seen, "security/2").saw.en.contains("{amount}"));
}

#[test]
fn a_page_that_says_paid_is_right_where_a_second_execute_was_done() {
    let visit = payer(Story::Dropped, "P").paid().sees(Paid, "paid");
    let verdict = verdict(&record(&paid_tape(), vec![visit]), "execute/5");
    assert_eq!(verdict.outcome, Outcome::NotJudged);
}
