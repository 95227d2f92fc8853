//! What holds of a payment whatever happens to it, in whatever order.

use proptest::prelude::*;
use proptest::sample::select;

use payment_core::payment::{
    FoundTransaction, GatewayReport, PayerOutcome, PaymentEvent, Resolution, TransactionStatus,
    Verdict, transition,
};
use payment_core::{GatewayPaymentId, SecretDigest, Timestamp};

use crate::harness::{
    SECRET, fitting, hint, not_sent, opened, ours, payment_id, refusal, returned, seconds, taka,
    trx,
};
use crate::payment_audit::Audit;

/// A trxID that belongs to another payment.
pub(crate) const FOREIGN: &str = "DLB50CCCC3";

/// An event before the caller has looked up whether its trxID is new.
#[derive(Clone, Debug)]
enum Happening {
    Event(PaymentEvent),
    /// Woken at the very time that `wake_after` named, which the clock then shows.
    Due,
}

fn reports() -> impl Strategy<Value = GatewayReport> {
    let spoiled = (
        select(vec![
            TransactionStatus::Completed,
            TransactionStatus::Completed,
            TransactionStatus::Initiated,
            TransactionStatus::Other("Authorized".to_owned()),
        ]),
        select(vec![
            None,
            Some("DLB50AAAA1"),
            Some("DLB50BBBB2"),
            Some(FOREIGN),
            Some(" "),
        ]),
        select(vec![None, Some("500.00"), Some("400.00"), Some("0.00")]),
        select(vec![
            Some(ours()),
            Some(ours()),
            None,
            Some(GatewayPaymentId::new("TR0011other")),
        ]),
        select(vec![Some("BDT"), Some("BDT"), Some("USD"), None]),
        select(vec![Some("INV-1"), Some("INV-1"), Some("INV-2"), None]),
    )
        .prop_map(
            |(status, trx_id, amount, gateway_payment, currency, invoice)| GatewayReport {
                gateway_payment,
                status,
                trx_id: trx_id.map(trx),
                trx_id_is_new: true,
                amount: amount.map(taka),
                currency: currency.map(str::to_owned),
                merchant_invoice_number: invoice.map(str::to_owned),
            },
        );
    let other = GatewayReport {
        trx_id: Some(trx("DLB50BBBB2")),
        ..fitting()
    };
    let initiated = GatewayReport {
        status: TransactionStatus::Initiated,
        trx_id: None,
        ..fitting()
    };
    prop_oneof![2 => Just(fitting()), 1 => Just(other), 3 => Just(initiated), 4 => spoiled]
}

fn returns() -> impl Strategy<Value = PaymentEvent> {
    let outcomes = vec![
        PayerOutcome::Success,
        PayerOutcome::Failure,
        PayerOutcome::Cancel,
    ];
    let secrets = vec![SECRET, SECRET, SecretDigest::new([8; 32])];
    let ids = vec![ours(), ours(), GatewayPaymentId::new("TR0011other")];
    (select(secrets), select(ids), select(outcomes)).prop_map(
        |(secret, gateway_payment, outcome)| PaymentEvent::PayerReturned {
            secret,
            gateway_payment,
            outcome,
        },
    )
}

fn found() -> impl Strategy<Value = FoundTransaction> {
    (
        select(vec!["DLB50AAAA1", "DLB50BBBB2", FOREIGN, " "]),
        select(vec!["500.00", "400.00", "0.00"]),
    )
        .prop_map(|(trx_id, amount)| FoundTransaction {
            trx_id: trx(trx_id),
            trx_id_is_new: trx_id != FOREIGN,
            amount: taka(amount),
        })
}

fn decisions_of_a_person() -> impl Strategy<Value = Resolution> {
    prop_oneof![
        3 => found().prop_map(Resolution::Paid),
        1 => Just(Resolution::Unpaid),
        1 => Just(Resolution::Acknowledged),
    ]
}

fn happenings() -> impl Strategy<Value = Happening> {
    let created = PaymentEvent::GatewayCreated {
        gateway_payment: ours(),
        checkout_url: "https://pay.example/".to_owned(),
    };
    let plain = select(vec![
        PaymentEvent::CreateRefused(refusal("2006")),
        PaymentEvent::CreateNotPerformed(not_sent()),
        PaymentEvent::CreateUnanswered,
        PaymentEvent::ExecuteRefused(refusal("2023")),
        PaymentEvent::ExecuteNotPerformed(not_sent()),
        PaymentEvent::ExecuteNotPossible(not_sent()),
        PaymentEvent::QueryRefused(refusal("2002")),
        PaymentEvent::Superseded { by: payment_id(2) },
        PaymentEvent::Superseded { by: payment_id(3) },
    ]);
    let event = prop_oneof![
        4 => Just(created),
        4 => Just(returned(PayerOutcome::Success)),
        2 => returns(),
        3 => plain,
        4 => Just(PaymentEvent::ExecuteUnanswered),
        2 => Just(PaymentEvent::ExecuteUnansweredAskLater),
        4 => reports().prop_map(PaymentEvent::ExecuteAnswered),
        4 => reports().prop_map(PaymentEvent::QueryAnswered),
        2 => Just(PaymentEvent::QueryUnanswered),
        2 => Just(PaymentEvent::Woken),
        1 => Just(PaymentEvent::Hinted(hint(seconds(3000)))),
        2 => found().prop_map(PaymentEvent::Notified),
        2 => decisions_of_a_person().prop_map(PaymentEvent::Resolved),
    ];
    prop_oneof![5 => event.prop_map(Happening::Event), 2 => Just(Happening::Due)]
}

/// Seconds to the next event; the clock may also be set back.
fn pauses() -> impl Strategy<Value = i64> {
    prop_oneof![6 => 0..5_i64, 3 => 5..400_i64, 1 => 400..30_000_i64, 1 => -30..0_i64]
}

/// A long life without the shortcut to its end: mostly answers that settle nothing.
fn lives() -> impl Strategy<Value = Vec<(i64, Happening)>> {
    let tenacious = prop_oneof![
        10 => Just(Happening::Due),
        6 => Just(Happening::Event(PaymentEvent::QueryUnanswered)),
        3 => Just(Happening::Event(PaymentEvent::Woken)),
        1 => happenings(),
    ];
    prop_oneof![
        prop::collection::vec((pauses(), happenings()), 1..40),
        prop::collection::vec((0..5_i64, tenacious), 20..60),
    ]
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_millis(now.as_millis() + seconds * 1000)
}

/// What the service does before it asks for a decision.
fn looked_up(audit: &Audit, event: PaymentEvent) -> PaymentEvent {
    let known = |report: GatewayReport| GatewayReport {
        trx_id_is_new: !report.trx_id.as_ref().is_some_and(|id| audit.is_known(id)),
        ..report
    };
    match event {
        PaymentEvent::ExecuteAnswered(report) => PaymentEvent::ExecuteAnswered(known(report)),
        PaymentEvent::QueryAnswered(report) => PaymentEvent::QueryAnswered(known(report)),
        PaymentEvent::Notified(found) => PaymentEvent::Notified(FoundTransaction {
            trx_id_is_new: !audit.is_known(&found.trx_id),
            ..found
        }),
        other => other,
    }
}

fn play(life: Vec<(i64, Happening)>, begun: bool) -> Result<Audit, TestCaseError> {
    let mut audit = Audit::new(opened());
    let mut now = opened().created_at;
    let beginning = [
        PaymentEvent::GatewayCreated {
            gateway_payment: ours(),
            checkout_url: "https://pay.example/".to_owned(),
        },
        returned(PayerOutcome::Success),
    ];
    let beginning = beginning
        .into_iter()
        .filter(|_| begun)
        .map(|event| (1, Happening::Event(event)));
    for (pause, happening) in beginning.chain(life) {
        let event = match happening {
            Happening::Event(event) => {
                now = later(now, pause);
                looked_up(&audit, event)
            }
            Happening::Due => {
                let Some(wait) = audit.payment.wake_after() else {
                    continue;
                };
                now = audit.payment.updated_at.plus(wait);
                let verdict = transition(&audit.payment, PaymentEvent::Woken, now);
                prop_assert!(
                    matches!(verdict, Verdict::Change(_)),
                    "due, but {:?}",
                    verdict
                );
                PaymentEvent::Woken
            }
        };
        let verdict = transition(&audit.payment, event.clone(), now);
        audit.check(&event, &verdict, now)?;
    }
    Ok(audit)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn whatever_happens_the_rules_of_money_hold(life in lives(), begun in any::<bool>()) {
        let audit = play(life, begun)?;
        prop_assert_eq!(audit.gateway_poisha, audit.said_to_have_moved());
    }

    #[test]
    fn whatever_has_happened_waking_it_when_due_brings_it_to_its_end(life in lives(), begun in any::<bool>()) {
        let mut audit = play(life, begun)?;
        let mut steps = 0;
        while let Some(wait) = audit.payment.wake_after() {
            let now = audit.payment.updated_at.plus(wait);
            let verdict = transition(&audit.payment, PaymentEvent::Woken, now);
            audit.check(&PaymentEvent::Woken, &verdict, now)?;
            steps += 1;
            prop_assert!(steps < 40, "a busy loop in {:?}", audit.payment.state);
        }
    }
}

#[test]
fn random_lives_reach_every_status() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut reached = std::collections::BTreeMap::new();
    for round in 0..2000 {
        let life = lives().new_tree(&mut runner).unwrap().current();
        let audit = play(life, round % 2 == 0).unwrap();
        for status in audit.reached {
            *reached.entry(status).or_insert(0_u32) += 1;
        }
    }
    for status in payment_core::payment::PaymentStatus::ALL {
        let often = reached.get(status.as_str()).copied().unwrap_or_default();
        assert!(often >= 10, "{} was reached {often} times", status.as_str());
    }
}
