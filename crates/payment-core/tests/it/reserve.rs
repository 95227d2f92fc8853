//! Whether money may go back at all.

use payment_core::Taka;
use payment_core::payment::Payment;
use payment_core::refund::{
    Refund, RefundDeclined, RefundLimit, RefundOrder, RefundRefused, RefundState, UnresolvedRefund,
    reserve,
};
use payment_core::text::{Reason, Sku};

use crate::harness::{completed, payment_id, refund_id, refund_in, seconds, taka, trx};
use crate::payment_states::samples;

fn ask(
    payment: &Payment,
    others: &[Refund],
    amount: &str,
    limit: RefundLimit,
) -> Result<Refund, RefundRefused> {
    let order = RefundOrder {
        amount: taka(amount),
        sku: Sku::parse("shoes").unwrap(),
        reason: Reason::parse("too small").unwrap(),
    };
    reserve(payment, others, refund_id(9), order, limit, seconds(900))
}

fn done(amount: &str) -> Refund {
    Refund {
        amount: taka(amount),
        ..refund_in(RefundState::Completed {
            refund_trx_id: trx("DLB50RRRR1"),
            at: seconds(150),
        })
    }
}

#[test]
fn only_a_completed_payment_gives_money_back() {
    for (name, payment, _) in samples() {
        let answer = ask(&payment, &[], "1.00", RefundLimit::Ten);
        match payment.settled() {
            Some(_) => assert!(answer.is_ok(), "{name}"),
            None => assert_eq!(
                answer,
                Err(RefundRefused::NotCompleted(payment.status())),
                "{name}"
            ),
        }
    }
}

#[test]
fn a_reserved_refund_is_pending_with_everything_that_was_asked() {
    let refund = ask(&completed(), &[], "500.00", RefundLimit::One).unwrap();
    assert_eq!((refund.id, refund.payment), (refund_id(9), payment_id(1)));
    assert_eq!((refund.version, refund.state), (1, RefundState::Pending));
    assert_eq!(
        (refund.amount, refund.created_at),
        (taka("500.00"), seconds(900))
    );
}

#[test]
fn the_last_poisha_can_go_back_and_not_one_more() {
    let others = [done("300.00"), done("150.00")];
    let left = taka("50.00");
    assert!(ask(&completed(), &others, "50.00", RefundLimit::Ten).is_ok());
    assert_eq!(
        ask(&completed(), &others, "50.01", RefundLimit::Ten),
        Err(RefundRefused::TooMuch { left })
    );
    let left = Taka::ZERO;
    assert_eq!(
        ask(&completed(), &[done("500.00")], "0.01", RefundLimit::Ten),
        Err(RefundRefused::TooMuch { left })
    );
    assert_eq!(
        ask(&completed(), &[], "0", RefundLimit::Ten),
        Err(RefundRefused::Zero)
    );
}

#[test]
fn one_refund_is_in_flight_at_a_time() {
    for state in [
        RefundState::Pending,
        RefundState::Unresolved(UnresolvedRefund::default()),
    ] {
        let open = refund_in(state);
        let answer = ask(
            &completed(),
            &[done("1.00"), open.clone()],
            "1.00",
            RefundLimit::Ten,
        );
        assert_eq!(answer, Err(RefundRefused::InFlight(open.id)));
    }
}

#[test]
fn a_declined_refund_gives_its_reserve_back_but_what_it_left_in_suspense_stays_gone() {
    let declined = refund_in(RefundState::Declined(RefundDeclined::NeverPerformed));
    assert!(ask(&completed(), &[declined], "500.00", RefundLimit::One).is_ok());
    let went_back = taka("450.00");
    let left_over = refund_in(RefundState::Declined(RefundDeclined::LeftInSuspense {
        went_back,
    }));
    let left = taka("50.00");
    let answer = ask(
        &completed(),
        std::slice::from_ref(&left_over),
        "50.01",
        RefundLimit::Ten,
    );
    assert_eq!(answer, Err(RefundRefused::TooMuch { left }));
    let answer = ask(&completed(), &[left_over], "50.00", RefundLimit::One);
    assert_eq!(answer, Err(RefundRefused::NoMoreRefunds { max: 1 }));
}

#[test]
fn the_gateway_takes_one_refund_by_its_first_api_and_ten_by_its_second() {
    let some = |count: usize| vec![done("1.00"); count];
    for (limit, max) in [(RefundLimit::One, 1), (RefundLimit::Ten, 10)] {
        assert!(ask(&completed(), &some(max - 1), "1.00", limit).is_ok());
        let answer = ask(&completed(), &some(max), "1.00", limit);
        assert_eq!(answer, Err(RefundRefused::NoMoreRefunds { max }));
    }
}

#[test]
fn sums_that_do_not_fit_leave_nothing_to_refund() {
    let huge = Refund {
        amount: Taka::from_poisha(i64::MAX).unwrap(),
        ..done("1.00")
    };
    let left = Taka::ZERO;
    let answer = ask(
        &completed(),
        &[huge.clone(), huge],
        "0.01",
        RefundLimit::Ten,
    );
    assert_eq!(answer, Err(RefundRefused::TooMuch { left }));
}
