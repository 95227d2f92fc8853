use bkash_acceptance::record::{Reading, Visit};
use bkash_acceptance::{Outcome, Story};

use super::payer::{Payer, failed, payer, record, verdict};
use super::tape::Tape;

fn paid() -> Tape {
    Tape::default().grant("a").pay("P", "a")
}

fn in_parts() -> Visit {
    payer(Story::RefundedInParts, "P")
        .paid()
        .asks_back("100.00", Reading::Paid, "refunded")
        .asks_back("50.00", Reading::Paid, "refunded")
}

#[test]
fn parts_of_a_refund_are_sent_each() {
    let tape = paid().refund("P", "a", "100").refund("P", "a", "50");
    let right = record(&tape, vec![in_parts()]);
    for case in ["refund/1", "refund/2", "refund/3"] {
        assert_eq!(verdict(&right, case).outcome, Outcome::Passed, "{case}");
    }
}

#[test]
fn wrong_refunds_fail_their_case_and_no_other() {
    let lost = || payer(Story::RefundLost, "P").paid();
    let too_much = |reading| {
        payer(Story::RefundedTooMuch, "P")
            .paid()
            .asks_back("600", reading, "done")
    };
    for (case, tape, visit) in [
        ("refund/2", paid(), in_parts()),
        (
            "refund/2",
            paid().refund("P", "a", "500").refund("P", "a", "50"),
            in_parts(),
        ),
        (
            "refund/2",
            paid()
                .refund("P", "a", "100")
                .asking("trxId", "X")
                .refund("P", "a", "50"),
            in_parts(),
        ),
        ("refund/3", paid().refund("P", "a", "100"), in_parts()),
        ("refund/4", paid(), too_much(Reading::Paid)),
        (
            "refund/5",
            paid()
                .refund("P", "a", "100")
                .lost()
                .refund("P", "a", "100.0")
                .refund_status("P", "a"),
            lost(),
        ),
        ("refund/6", paid().refund("P", "a", "100").lost(), lost()),
    ] {
        let told = format!("{case}: {visit:?}");
        assert_eq!(failed(&record(&tape, vec![visit])), [case], "{told}");
    }
    let refused = record(&paid(), vec![too_much(Reading::Failed)]);
    assert_eq!(verdict(&refused, "refund/4").outcome, Outcome::Passed);
}

#[test]
fn version_one_takes_one_refund_a_payment() {
    let of_version_one = |reading| {
        let tape = paid().refund("P", "a", "100").with(|last| {
            last["request"]["body"] =
                serde_json::json!({"paymentID": "P", "trxID": "TP", "amount": "100.00"});
        });
        let mut visit = in_parts();
        if let Some(page) = &mut visit.refunds[1].page {
            page.reading = reading;
        }
        verdict(&record(&tape, vec![visit]), "refund/3").outcome
    };
    assert_eq!(of_version_one(Reading::Failed), Outcome::NotJudged);
    assert_eq!(of_version_one(Reading::Paid), Outcome::Failed);
}
