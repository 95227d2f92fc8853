//! Which refund of the gateway's list is the one whose answer was lost.

use payment_core::refund::{
    CLOCK_SKEW, ListedRefund, Refund, RefundConcern, RefundDecision, RefundEvent, RefundState,
    RefundStatus, RefundVerdict, UnresolvedRefund, transition,
};
use payment_core::{Timestamp, TrxId};

use crate::harness::{refund_in, seconds, settled, taka, trx};

fn asking() -> Refund {
    refund_in(RefundState::Unresolved(UnresolvedRefund {
        reads: 1,
        asking: true,
        ..UnresolvedRefund::default()
    }))
}

fn listed(refund_trx_id: &str) -> ListedRefund {
    ListedRefund {
        refund_trx_id: trx(refund_trx_id),
        known: false,
        completed: true,
        amount: Some(taka("200.00")),
        completed_at: Some(seconds(125)),
    }
}

fn read(list: &[ListedRefund]) -> RefundDecision {
    let event = RefundEvent::StatusRead(list.to_vec());
    match transition(&asking(), &settled(), event, seconds(150)) {
        RefundVerdict::Change(decision) => *decision,
        RefundVerdict::Keep(why) => panic!("{why:?}"),
    }
}

fn matched(list: &[ListedRefund]) -> Option<TrxId> {
    read(list).next.refund_trx_id().cloned()
}

fn candidates(list: &[ListedRefund]) -> Option<Vec<TrxId>> {
    match read(list).next.attention?.concern {
        RefundConcern::SeveralCandidates { refund_trx_ids } => Some(refund_trx_ids),
        other => panic!("{other:?}"),
    }
}

fn absent_reads(list: &[ListedRefund]) -> u32 {
    match read(list).next.state {
        RefundState::Unresolved(open) => open.absent_reads,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_one_unknown_refund_of_our_amount_is_ours_among_others_that_are_not() {
    let known = ListedRefund {
        known: true,
        ..listed("KNOWN")
    };
    let other_amount = ListedRefund {
        amount: Some(taka("200.01")),
        ..listed("AMOUNT")
    };
    let earlier = ListedRefund {
        completed_at: Some(seconds(0)),
        ..listed("EARLIER")
    };
    let list = [known, other_amount, listed("OURS"), earlier];
    assert_eq!(matched(&list), Some(trx("OURS")));
    let others: Vec<_> = list
        .into_iter()
        .filter(|one| one.refund_trx_id != trx("OURS"))
        .collect();
    assert_eq!((matched(&others), absent_reads(&others)), (None, 1));
}

#[test]
fn the_gateways_clock_may_be_behind_ours_by_the_skew_and_no_more() {
    let at = |completed_at: Timestamp| ListedRefund {
        completed_at: Some(completed_at),
        ..listed("OURS")
    };
    let edge = asking().created_at.minus(CLOCK_SKEW);
    assert_eq!(matched(&[at(edge)]), Some(trx("OURS")));
    let before = Timestamp::from_millis(edge.as_millis() - 1);
    assert_eq!(matched(&[at(before)]), None);
    assert_eq!(absent_reads(&[at(before)]), 1);
    assert_eq!(
        matched(&[at(seconds(99_999))]),
        Some(trx("OURS")),
        "a clock ahead is no reason"
    );
}

#[test]
fn several_candidates_are_shown_to_a_person_and_none_is_taken() {
    let list = [listed("ONE"), listed("TWO")];
    assert_eq!(matched(&list), None);
    assert_eq!(candidates(&list), Some(vec![trx("ONE"), trx("TWO")]));
    assert!(read(&list).entries.is_empty());
    assert_eq!(read(&list).next.wake_after(), None, "a person decides");
}

#[test]
fn an_entry_without_a_readable_amount_or_time_may_be_ours_but_is_never_taken_for_it() {
    let no_amount = ListedRefund {
        amount: None,
        ..listed("UNREADABLE")
    };
    let no_time = ListedRefund {
        completed_at: None,
        ..listed("UNREADABLE")
    };
    for unreadable in [no_amount, no_time] {
        let alone = [unreadable.clone()];
        assert_eq!(matched(&alone), None);
        assert_eq!(candidates(&alone), Some(vec![trx("UNREADABLE")]));
        let beside = [listed("OURS"), unreadable];
        assert_eq!(matched(&beside), None);
        assert_eq!(candidates(&beside).map(|all| all.len()), Some(2));
    }
}

#[test]
fn a_refund_that_is_still_under_way_is_neither_found_nor_absent() {
    let underway = ListedRefund {
        completed: false,
        completed_at: None,
        ..listed("OURS")
    };
    let list = [underway];
    assert_eq!(read(&list).next.status(), RefundStatus::Unresolved);
    assert_eq!((absent_reads(&list), candidates(&list)), (0, None));
}
