//! What a person may decide about money.

use payment_core::payment::{
    FoundTransaction, GatewayReport, Held, Payment, PaymentEvent, PaymentState, Resolution,
    Verdict, Why, transition,
};
use payment_core::{TrxId, ledger::Movement};

use crate::harness::{decide, fitting, found, seconds, taka};
use crate::payment_states::{held_contradiction, held_in_suspense, held_unreadable, samples};

fn resolve(payment: &Payment, found: FoundTransaction) -> Verdict {
    let event = PaymentEvent::Resolved(Resolution::Paid(found));
    transition(payment, event, seconds(9000))
}

/// 500.00 arrived without a trxID.
fn held_without_trx_id() -> Payment {
    let report = GatewayReport {
        trx_id: None,
        ..fitting()
    };
    let state = PaymentState::Held(Held {
        report: Some(report),
        in_suspense: taka("500.00"),
        gateway_payment: crate::harness::ours(),
    });
    Payment {
        state,
        ..held_in_suspense()
    }
}

#[test]
fn no_person_can_settle_a_payment_by_a_transaction_that_is_known_or_nameless() {
    let mut payments: Vec<_> = samples()
        .into_iter()
        .map(|(_, payment, _)| payment)
        .collect();
    payments.push(held_without_trx_id());
    for payment in payments {
        for amount in ["500.00", "400.00"] {
            let known = FoundTransaction {
                trx_id_is_new: false,
                ..found("DLB50AAAA1", amount)
            };
            let nameless = found(" ", amount);
            for found in [known, nameless] {
                let verdict = resolve(&payment, found);
                assert_eq!(verdict, Verdict::Keep(Why::NothingToResolve), "{payment:?}");
            }
        }
    }
}

#[test]
fn money_in_suspense_is_cleared_by_its_own_transaction_and_amount_only() {
    for (trx_id, amount, cleared) in [
        ("DLB50AAAA1", "400.00", true),
        ("DLB50AAAA1", "500.00", false),
        ("DLB50BBBB2", "400.00", false),
    ] {
        let verdict = resolve(&held_in_suspense(), found(trx_id, amount));
        assert_eq!(
            matches!(verdict, Verdict::Change(_)),
            cleared,
            "{trx_id} {amount}"
        );
    }
    let event = PaymentEvent::Resolved(Resolution::Paid(found("DLB50AAAA1", "400.00")));
    let decision = decide(&held_in_suspense(), event, seconds(9000));
    let settled = decision.next.settled().expect("it is completed");
    assert_eq!(
        settled.moved,
        taka("400.00"),
        "what moved can be refunded, not what was ordered"
    );
    assert_eq!(decision.entries[0].movement, Movement::SuspenseCleared);
    assert_eq!(decision.next.attention, None);
}

#[test]
fn money_that_came_without_a_trx_id_is_cleared_by_the_transaction_that_a_person_finds() {
    let verdict = resolve(&held_without_trx_id(), found("DLB50BBBB2", "500.00"));
    let Verdict::Change(decision) = verdict else {
        panic!("{verdict:?}");
    };
    let trx_ids: Vec<_> = decision
        .entries
        .iter()
        .map(|entry| entry.trx_id.clone())
        .collect();
    assert_eq!(trx_ids, [Some(TrxId::new("DLB50BBBB2"))]);
    assert_eq!(decision.entries[0].movement, Movement::SuspenseCleared);
}

#[test]
fn money_that_the_ledger_has_not_seen_is_the_orders_or_came_by_the_transaction_the_gateway_named() {
    for (payment, trx_id, amount, booked) in [
        (held_contradiction(), "DLB50AAAA1", "500.00", true),
        (held_contradiction(), "DLB50AAAA1", "400.00", false),
        (held_unreadable(), "DLB50AAAA1", "400.00", true),
        (held_unreadable(), "DLB50BBBB2", "400.00", false),
        (held_unreadable(), "DLB50BBBB2", "500.00", true),
        (held_unreadable(), "DLB50AAAA1", "0.00", false),
    ] {
        match resolve(&payment, found(trx_id, amount)) {
            Verdict::Change(decision) => {
                assert!(booked, "{trx_id} {amount}");
                assert_eq!(decision.entries[0].movement, Movement::PaymentReceived);
                assert_eq!(decision.entries[0].amount, taka(amount));
            }
            Verdict::Keep(_) => assert!(!booked, "{trx_id} {amount}"),
        }
    }
}
