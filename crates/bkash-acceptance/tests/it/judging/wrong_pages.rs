use bkash_acceptance::Story;
use bkash_acceptance::record::{Reading, Visit};

use super::pages::{Row, created, paid_tape, refused};
use super::payer::{Payer, failed, payer, record};

use Reading::{Empty, Failed, Paid, Silent};

#[test]
fn wrong_pages_fail_their_case_and_no_other() {
    let typed = |story| payer(story, "P").types(Paid, "Thank you, paid");
    let rows: Vec<Row> = vec![
        (
            "callback/1",
            refused("2056"),
            payer(Story::WrongOtp, "P").sees(Failed, "Payment failed"),
        ),
        (
            "callback/2",
            refused("2056"),
            payer(Story::Cancelled, "P").sees(Failed, "Payment failed"),
        ),
        (
            "callback/3",
            paid_tape(),
            payer(Story::Paid, "P").paid().sees(Failed, "failed TP"),
        ),
        (
            "callback/3",
            paid_tape(),
            payer(Story::Paid, "P")
                .paid()
                .order(Silent, "TP")
                .sees_nothing(),
        ),
        (
            "callback/3",
            created(),
            payer(Story::Paid, "P").sees(Paid, "paid"),
        ),
        (
            "callback/3",
            paid_tape().execute("P", "a", "2062"),
            payer(Story::Paid, "P").paid().sees(Paid, "paid TP"),
        ),
        (
            "callback/4",
            paid_tape().execute("P", "a", "2062"),
            payer(Story::Twice, "P")
                .paid()
                .sees(Paid, "paid")
                .sees(Paid, "paid"),
        ),
        (
            "callback/4",
            paid_tape(),
            payer(Story::Twice, "P")
                .paid()
                .sees(Paid, "paid")
                .sees(Failed, "failed"),
        ),
        (
            "callback/5",
            paid_tape(),
            payer(Story::Burst, "P")
                .paid()
                .sees(Paid, "paid")
                .sees_nothing()
                .sees(Paid, "paid"),
        ),
        ("callback/6", created(), typed(Story::Forged)),
        (
            "callback/6",
            created(),
            payer(Story::Forged, "P")
                .types(Failed, "failed")
                .order(Paid, "paid"),
        ),
        (
            "callback/7",
            created(),
            payer(Story::Replayed, "P")
                .sees(Failed, "cancelled")
                .types(Paid, "paid"),
        ),
        ("callback/8", created(), typed(Story::UnknownPayment)),
        (
            "callback/10",
            paid_tape(),
            payer(Story::Contradicting, "P")
                .paid()
                .sees(Failed, "cancelled"),
        ),
        (
            "callback/10",
            created(),
            payer(Story::Contradicting, "P").sees(Paid, "paid"),
        ),
        (
            "callback/11",
            created(),
            payer(Story::Bare, "P").sees_nothing(),
        ),
        (
            "callback/11",
            refused("2056"),
            payer(Story::Bare, "P").sees(Failed, "no payment"),
        ),
        (
            "callback/11",
            created(),
            payer(Story::Bare, "P").types(Paid, "paid"),
        ),
        (
            "execute/1",
            refused("2023"),
            payer(Story::Refused, "P")
                .variant("2023")
                .sees(Paid, "Insufficient Balance"),
        ),
        (
            "execute/2",
            refused("2023"),
            payer(Story::Refused, "P")
                .variant("2023")
                .sees(Failed, "Payment failed"),
        ),
        (
            "execute/4",
            created().execute("P", "a", "").lost().query("P", "a"),
            payer(Story::Lost, "P")
                .variant("answer_lost")
                .paid()
                .sees(Failed, "failed"),
        ),
        (
            "execute/4",
            created().execute("P", "a", "").lost(),
            payer(Story::Lost, "P")
                .variant("answer_lost")
                .paid()
                .sees(Paid, "paid"),
        ),
        (
            "execute/5",
            created().execute("P", "a", "").lost().query("P", "a"),
            payer(Story::Dropped, "P")
                .variant("dropped")
                .sees(Paid, "paid"),
        ),
        (
            "execute/6",
            paid_tape().with(|last| last["duration_ms"] = 20_010.into()),
            payer(Story::ExecuteLate, "P").paid().sees(Failed, "failed"),
        ),
        (
            "execute/7",
            paid_tape().answering("amount", "5.00"),
            payer(Story::OtherAmount, "P").sees(Paid, "paid"),
        ),
        (
            "execute/8",
            paid_tape().answering("merchantInvoiceNumber", "X"),
            payer(Story::OtherInvoice, "P").sees(Paid, "paid"),
        ),
        (
            "execute/9",
            paid_tape().answering("transactionStatus", "Authorized"),
            payer(Story::NotCompleted, "P").sees(Paid, "paid"),
        ),
        (
            "create/2",
            created().hung_up(30_000),
            payer(Story::CreateHangs, "P").refused(500, Empty, ""),
        ),
        (
            "create/2",
            created().hung_up(30_000),
            Visit {
                payment_id: None,
                ..payer(Story::CreateHangs, "P")
            },
        ),
        (
            "create/2",
            created().hung_up(30_000).create("Q", "a"),
            payer(Story::CreateHangs, "Q"),
        ),
        (
            "messages/1",
            created(),
            payer(Story::WrongOtp, "P").sees(Silent, "Welcome"),
        ),
        (
            "messages/1",
            created(),
            payer(Story::WrongOtp, "P").sees_nothing(),
        ),
        (
            "messages/2",
            created(),
            payer(Story::Cancelled, "P").sees(Paid, "Thank you"),
        ),
        (
            "messages/3",
            paid_tape(),
            payer(Story::Paid, "P").paid().sees(Paid, "Thank you"),
        ),
        (
            "messages/4",
            created().answering("statusCode", "2031"),
            payer(Story::CreateRefused, "P")
                .refused(200, Silent, "Basket")
                .within((1, 9)),
        ),
        ("security/2", created(), {
            let mut visit = payer(Story::Tampered, "P");
            visit.amount = Some("1".to_owned());
            visit
        }),
    ];
    for (case, tape, visit) in rows {
        let told = format!("{case}: {visit:?}");
        assert_eq!(failed(&record(&tape, vec![visit])), [case], "{told}");
    }
}
