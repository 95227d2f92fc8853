//! Whether a new payment may take an invoice.

use payment_core::payment::{Admission, Notice, Payment, PaymentEvent, PaymentStatus, admit};

use crate::harness::{decide, fitting, payment_id, seconds};
use crate::payment_states::{retry_allowed, samples};

#[test]
fn a_newcomer_is_let_in_only_where_money_cannot_be_moving_or_a_retry_is_allowed() {
    for (name, payment, now) in samples() {
        let allowed = match payment.status() {
            PaymentStatus::Creating | PaymentStatus::AwaitingPayer => true,
            PaymentStatus::Unresolved => name == "unresolved, retry allowed",
            _ => false,
        };
        match admit(&payment, payment_id(9), now) {
            Admission::Supersede(decision) => {
                assert!(allowed, "{name}");
                assert_eq!(decision.next.superseded_by, Some(payment_id(9)), "{name}");
                assert!(!decision.next.claims_invoice(), "{name}");
                assert!(decision.effects.is_empty(), "{name}");
                assert!(decision.entries.is_empty(), "{name}");
            }
            Admission::Busy => assert!(!allowed, "{name}"),
        }
    }
}

#[test]
fn a_superseded_payer_is_told_by_a_cancellation_and_an_unresolved_payment_stays_unresolved() {
    for (name, payment, now) in samples() {
        let Admission::Supersede(decision) = admit(&payment, payment_id(9), now) else {
            continue;
        };
        let (status, notices) = match payment.status() {
            PaymentStatus::Unresolved => (PaymentStatus::Unresolved, vec![]),
            _ => (PaymentStatus::Cancelled, vec![Notice::PaymentCancelled]),
        };
        assert_eq!(decision.next.status(), status, "{name}");
        assert_eq!(decision.notices, notices, "{name}");
    }
}

#[test]
fn only_closed_payments_without_money_get_out_of_the_way_of_a_newer_one() {
    for (name, payment, _) in samples() {
        let closed = payment.state.is_closed();
        let given_over = payment.superseded_by.is_some();
        assert_eq!(
            payment.stands_in_the_way(),
            !closed && !given_over,
            "{name}"
        );
        assert_eq!(payment.claims_invoice(), !closed && !given_over, "{name}");
    }
}

/// Otherwise a store that allows one claim of an invoice could not commit the money that moved.
#[test]
fn a_late_completion_does_not_claim_the_invoice_again_but_stands_in_the_way_of_a_third_payment() {
    let late = |payment: &Payment, event| {
        let next = decide(payment, event, seconds(700)).next;
        assert_eq!(next.status(), PaymentStatus::Completed);
        assert!(!next.claims_invoice() && next.stands_in_the_way());
        assert_eq!(admit(&next, payment_id(9), seconds(800)), Admission::Busy);
    };
    let by = payment_id(2);
    let superseded = decide(
        &retry_allowed(),
        PaymentEvent::Superseded { by },
        seconds(600),
    )
    .next;
    late(&superseded, PaymentEvent::QueryAnswered(fitting()));
    for (_, payment, _) in samples() {
        if payment.status() == PaymentStatus::Declined {
            late(&payment, PaymentEvent::ExecuteAnswered(fitting()));
        }
    }
}
