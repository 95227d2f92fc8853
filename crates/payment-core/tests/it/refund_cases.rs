//! The life of an unanswered refund, and money that goes back in a way nobody asked for.

use payment_core::Timestamp;
use payment_core::ledger::{LedgerAccount, LedgerEntry};
use payment_core::refund::{
    ABSENT_FOR, ABSENT_READS, Refund, RefundConcern, RefundDecision, RefundDeclined, RefundEffect,
    RefundEvent, RefundReport, RefundResolution, RefundState, RefundStatus, RefundVerdict,
    refunded_amount, transition,
};

use crate::harness::{refund_in, refund_report, seconds, settled, taka, trx};

fn decide(refund: &Refund, event: RefundEvent, now: Timestamp) -> RefundDecision {
    let happened = format!("{event:?}");
    match transition(refund, &settled(), event, now) {
        RefundVerdict::Change(decision) => *decision,
        RefundVerdict::Keep(why) => panic!("{happened} was kept: {why:?}"),
    }
}

fn due(refund: &Refund) -> Option<Timestamp> {
    Some(refund.updated_at.plus(refund.wake_after()?))
}

/// What the gateway holds less, in poisha.
fn went_out(entries: &[LedgerEntry]) -> i64 {
    let postings = entries.iter().flat_map(LedgerEntry::postings);
    -postings
        .filter(|posting| posting.account == LedgerAccount::Gateway)
        .map(|posting| posting.poisha)
        .sum::<i64>()
}

/// Wakes the refund whenever it is due; each read is followed by `answer`, if there is one.
fn live(answer: Option<&RefundEvent>) -> (usize, Refund) {
    let mut refund = refund_in(RefundState::Pending);
    let mut reads = 0;
    while let Some(now) = due(&refund) {
        let decision = decide(&refund, RefundEvent::Woken, now);
        refund = decision.next;
        if decision.effects == [RefundEffect::CallRefundStatus] {
            reads += 1;
            if let Some(event) = answer {
                refund = decide(&refund, event.clone(), now).next;
            }
        }
        assert!(reads < 100, "a busy loop");
    }
    (reads, refund)
}

#[test]
fn a_refund_that_is_never_listed_is_declined_after_half_an_hour_and_three_reads() {
    let (reads, refund) = live(Some(&RefundEvent::StatusRead(Vec::new())));
    assert_eq!(
        refund.state,
        RefundState::Declined(RefundDeclined::NeverPerformed)
    );
    assert!(reads >= ABSENT_READS as usize);
    assert!(refund.updated_at.since(refund.created_at) >= ABSENT_FOR);
    assert_eq!(refunded_amount(&[refund]), Some(taka("0")));
}

#[test]
fn one_read_that_does_not_list_a_refund_after_the_half_hour_is_not_enough() {
    let sent = refund_in(RefundState::Pending);
    let late = sent.updated_at.plus(ABSENT_FOR * 2);
    let open = decide(&sent, RefundEvent::Unanswered, late).next;
    let read = decide(&open, RefundEvent::StatusRead(Vec::new()), late).next;
    assert_eq!(read.status(), RefundStatus::Unresolved);
}

#[test]
fn a_refund_without_any_status_ends_with_a_person_and_stays_reserved() {
    for answer in [None, Some(&RefundEvent::StatusUnanswered)] {
        let (reads, refund) = live(answer);
        assert_eq!(reads, 15);
        assert_eq!(refund.status(), RefundStatus::Unresolved);
        assert!(refund.is_open());
        let concern = refund.attention.map(|attention| attention.concern);
        assert_eq!(concern, Some(RefundConcern::NoStatus));
    }
}

#[test]
fn money_that_went_back_by_an_answer_that_does_not_fit_is_booked_once_however_it_is_resolved() {
    for (amount, resolution, status) in [
        (
            "200.00",
            RefundResolution::Paid(trx("DLB50RRRR1")),
            RefundStatus::Completed,
        ),
        (
            "200.00",
            RefundResolution::Acknowledged,
            RefundStatus::Declined,
        ),
        (
            "150.00",
            RefundResolution::Acknowledged,
            RefundStatus::Declined,
        ),
    ] {
        let misfit = RefundReport {
            amount: Some(taka(amount)),
            original_trx_id: None,
            ..refund_report()
        };
        let held = decide(
            &refund_in(RefundState::Pending),
            RefundEvent::Answered(misfit),
            seconds(130),
        );
        let end = decide(&held.next, RefundEvent::Resolved(resolution), seconds(9000));
        assert_eq!(end.next.status(), status);
        let booked = went_out(&held.entries) + went_out(&end.entries);
        assert_eq!(booked, taka(amount).poisha());
        assert_eq!(
            refunded_amount(&[end.next]),
            Some(taka(amount)),
            "the limit remembers it"
        );
    }
}

#[test]
fn an_answer_that_comes_after_a_refund_was_declined_is_booked_and_shown() {
    let declined = refund_in(RefundState::Declined(RefundDeclined::NeverPerformed));
    let fits = decide(
        &declined,
        RefundEvent::Answered(refund_report()),
        seconds(9000),
    );
    assert_eq!(fits.next.status(), RefundStatus::Completed);
    assert_eq!(went_out(&fits.entries), 20_000);
    let misfit = RefundReport {
        amount: Some(taka("150.00")),
        ..refund_report()
    };
    assert!(fits.next.attention.is_some());
    let shown = decide(&declined, RefundEvent::Answered(misfit), seconds(9000));
    assert_eq!(went_out(&shown.entries), 15_000);
    assert!(shown.next.attention.is_some());
    assert_eq!(refunded_amount(&[shown.next]), Some(taka("150.00")));
}

#[test]
fn a_report_that_misses_any_point_is_never_taken_for_the_refund() {
    let spoil: [fn(&mut RefundReport); 6] = [
        |report| report.refund_trx_id = None,
        |report| report.refund_trx_id = Some(trx(" ")),
        |report| report.refund_trx_id_is_new = false,
        |report| report.original_trx_id = Some(trx("DLB50ZZZZ9")),
        |report| report.completed = false,
        |report| report.amount = Some(taka("199.99")),
    ];
    for (point, spoil) in spoil.into_iter().enumerate() {
        let mut report = refund_report();
        spoil(&mut report);
        let decision = decide(
            &refund_in(RefundState::Pending),
            RefundEvent::Answered(report),
            seconds(130),
        );
        assert_eq!(
            decision.next.status(),
            RefundStatus::Unresolved,
            "point {point}"
        );
        assert!(decision.next.attention.is_some(), "point {point}");
    }
}
