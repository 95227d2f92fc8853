//! Which payment of an invoice a notification speaks of, and what is done about it.

use payment_core::payment::{Hint, NextStep, Payment, next_step};
use payment_core::{PaymentId, Timestamp};

use crate::harness::{hint, payment_id, seconds, taka, trx};
use crate::payment_states::samples;

fn sample(name: &str) -> Payment {
    let found = samples().into_iter().find(|(known, ..)| *known == name);
    found.unwrap_or_else(|| panic!("no state {name}")).1
}

/// The payment in the state of this name, as the one with this identifier.
fn payment(name: &str, tail: u8) -> Payment {
    Payment {
        id: payment_id(tail),
        ..sample(name)
    }
}

fn step(payments: &[Payment], hint: &Hint, now: Timestamp) -> (&'static str, Option<PaymentId>) {
    match next_step(payments, hint, now) {
        NextStep::Unmatched => ("unmatched", None),
        NextStep::Known(payment) => ("known", Some(payment.id)),
        NextStep::Wait(payment) => ("wait", Some(payment.id)),
        NextStep::Query(payment) => ("query", Some(payment.id)),
        NextStep::Search(payment) => ("search", Some(payment.id)),
        NextStep::Person => ("person", None),
    }
}

/// DLB50ZZZZ9 of 500.00: a transaction that no payment has.
fn unknown() -> Hint {
    Hint {
        trx_id: trx("DLB50ZZZZ9"),
        ..hint(seconds(3000))
    }
}

#[test]
fn every_state_of_a_payment_has_its_step() {
    let table = [
        ("creating", "person"),
        ("awaiting_payer", "person"),
        ("executing", "wait"),
        ("unresolved, asking", "wait"),
        ("unresolved, two initiated, young", "query"),
        ("unresolved, retry allowed", "query"),
        ("unresolved, paymentID dead", "search"),
        ("completed", "search"),
        ("declined", "search"),
        ("failed found unpaid", "search"),
        ("failed payer failed", "search"),
        ("expired", "search"),
        ("held, contradiction", "search"),
        ("held, in suspense", "search"),
    ];
    for (name, expected) in table {
        let (_, payment, now) = samples()
            .into_iter()
            .find(|(known, ..)| *known == name)
            .unwrap_or_else(|| panic!("no state {name}"));
        assert_eq!(step(&[payment], &unknown(), now).0, expected, "{name}");
    }
    assert_eq!(step(&[], &unknown(), seconds(60)), ("unmatched", None));
}

#[test]
fn a_payment_that_has_the_transaction_with_its_amount_needs_nothing_more() {
    let payments = [payment("executing", 2), payment("completed", 1)];
    let known = hint(seconds(60));
    assert_eq!(
        step(&payments, &known, seconds(60)),
        ("known", Some(payment_id(1)))
    );
    // A person looks at it already.
    let held = [payment("held, in suspense", 1)];
    assert_eq!(step(&held, &known, seconds(60)).0, "known");
}

#[test]
fn the_same_transaction_with_another_amount_is_searched_for() {
    let other = Hint {
        amount: taka("400.00"),
        ..hint(seconds(60))
    };
    let payments = [payment("completed", 1)];
    assert_eq!(step(&payments, &other, seconds(60)).0, "search");
}

#[test]
fn of_several_the_one_for_which_money_most_likely_moved_comes_first() {
    let likely = [
        "executing",
        "unresolved, two initiated, young",
        "declined",
        "completed",
        "expired",
        "awaiting_payer",
    ];
    for first in 0..likely.len() - 1 {
        let payments: Vec<_> = (1..)
            .zip(likely[first..].iter().rev())
            .map(|(tail, name)| payment(name, tail))
            .collect();
        let chosen = payments.last().map(|payment| payment.id);
        assert_eq!(
            step(&payments, &unknown(), seconds(60)).1,
            chosen,
            "{}",
            likely[first]
        );
    }
}

#[test]
fn a_payment_that_has_ended_is_not_taken_for_another_amount() {
    let other = Hint {
        amount: taka("400.00"),
        ..unknown()
    };
    for name in ["declined", "expired", "failed payer failed"] {
        let payments = [payment(name, 1)];
        assert_eq!(step(&payments, &other, seconds(60)).0, "person", "{name}");
    }
}

#[test]
fn a_query_that_was_answered_after_the_notification_came_is_not_repeated() {
    let payments = [payment("unresolved, two initiated, young", 1)];
    let answered = match &payments[0].state {
        payment_core::payment::PaymentState::Unresolved(open) => open.last_initiated_at.unwrap(),
        other => panic!("{other:?}"),
    };
    let at = |received_at| Hint {
        received_at,
        ..unknown()
    };
    let before = Timestamp::from_millis(answered.as_millis() - 1);
    let after = Timestamp::from_millis(answered.as_millis() + 1);
    assert_eq!(step(&payments, &at(before), seconds(400)).0, "search");
    assert_eq!(step(&payments, &at(answered), seconds(400)).0, "search");
    assert_eq!(step(&payments, &at(after), seconds(400)).0, "query");
}
