//! Every state of a refund against every event.

use std::collections::BTreeSet;

use payment_core::payment::Why;
use payment_core::refund::{
    ListedRefund, Refund, RefundAttention, RefundConcern, RefundDeclined, RefundEffect,
    RefundEvent, RefundReport, RefundResolution, RefundState, RefundVerdict, UnresolvedRefund,
    transition,
};
use payment_core::{Taka, Timestamp};

use crate::harness::{not_sent, refund_in, refund_report, refusal, seconds, settled, taka, trx};
use crate::table::{Actual, assert_matches};

/// Does not compile once a state or a variant in it is added; then add its name and a sample.
fn state_kind(state: &RefundState) -> &'static str {
    match state {
        RefundState::Pending => "pending",
        RefundState::Completed { .. } => "completed",
        RefundState::Unresolved(_) => "unresolved",
        RefundState::Declined(why) => match why {
            RefundDeclined::Refused(_) => "declined refused",
            RefundDeclined::NotPerformed(_) => "declined not performed",
            RefundDeclined::NeverPerformed => "declined never performed",
            RefundDeclined::FoundUnpaid => "declined found unpaid",
            RefundDeclined::LeftInSuspense { .. } => "declined left in suspense",
        },
    }
}

const STATE_KINDS: [&str; 8] = [
    "pending",
    "completed",
    "unresolved",
    "declined refused",
    "declined not performed",
    "declined never performed",
    "declined found unpaid",
    "declined left in suspense",
];

/// Does not compile once an event or a variant in it is added; then add its name and a sample.
fn event_kind(event: &RefundEvent) -> &'static str {
    match event {
        RefundEvent::Answered(_) => "answered",
        RefundEvent::Refused(_) => "refused",
        RefundEvent::NotPerformed(_) => "not_performed",
        RefundEvent::Unanswered => "unanswered",
        RefundEvent::UnansweredAskLater => "unanswered_ask_later",
        RefundEvent::Woken => "woken",
        RefundEvent::StatusRead(_) => "status_read",
        RefundEvent::StatusUnanswered => "status_unanswered",
        RefundEvent::Resolved(resolution) => match resolution {
            RefundResolution::Paid(_) => "resolved paid",
            RefundResolution::Unpaid => "resolved unpaid",
            RefundResolution::Acknowledged => "resolved acknowledged",
        },
    }
}

const EVENT_KINDS: [&str; 11] = [
    "answered",
    "refused",
    "not_performed",
    "unanswered",
    "unanswered_ask_later",
    "woken",
    "status_read",
    "status_unanswered",
    "resolved paid",
    "resolved unpaid",
    "resolved acknowledged",
];

fn unresolved(reads: u32, asking: bool, absent_reads: u32, in_suspense: &str) -> Refund {
    refund_in(RefundState::Unresolved(UnresolvedRefund {
        reads,
        asking,
        absent_reads,
        in_suspense: taka(in_suspense),
    }))
}

fn attended(refund: Refund, concern: RefundConcern) -> Refund {
    let since = refund.updated_at;
    Refund {
        attention: Some(RefundAttention { concern, since }),
        ..refund
    }
}

/// A name, the refund, and the time at which the events come.
pub(crate) fn states() -> Vec<(&'static str, Refund, Timestamp)> {
    let soon = seconds(300);
    let later = seconds(3600);
    let completed = refund_in(RefundState::Completed {
        refund_trx_id: trx("DLB50RRRR1"),
        at: seconds(150),
    });
    let declined = |why| refund_in(RefundState::Declined(why));
    let went_back = taka("150.00");
    let several = RefundConcern::SeveralCandidates {
        refund_trx_ids: vec![trx("DLB50RRRR1"), trx("DLB50SSSS2")],
    };
    vec![
        ("pending", refund_in(RefundState::Pending), soon),
        ("unresolved, asking", unresolved(1, true, 0, "0"), soon),
        (
            "unresolved, twice absent, young",
            unresolved(3, true, 2, "0"),
            soon,
        ),
        (
            "unresolved, twice absent, old",
            unresolved(3, true, 2, "0"),
            later,
        ),
        (
            "unresolved, last read asking",
            unresolved(15, true, 0, "0"),
            soon,
        ),
        (
            "unresolved, several candidates",
            attended(unresolved(2, false, 0, "0"), several),
            soon,
        ),
        (
            "unresolved, no status",
            attended(unresolved(15, false, 0, "0"), RefundConcern::NoStatus),
            soon,
        ),
        (
            "unresolved, 150.00 in suspense",
            attended(unresolved(0, false, 0, "150.00"), RefundConcern::Mismatch),
            soon,
        ),
        (
            "unresolved, 200.00 in suspense",
            attended(unresolved(0, false, 0, "200.00"), RefundConcern::Mismatch),
            soon,
        ),
        ("completed", completed.clone(), soon),
        (
            "completed, attention",
            attended(completed, RefundConcern::LateCompletion),
            soon,
        ),
        (
            "declined refused",
            declined(RefundDeclined::Refused(refusal("2072"))),
            soon,
        ),
        (
            "declined not performed",
            declined(RefundDeclined::NotPerformed(not_sent())),
            soon,
        ),
        (
            "declined never performed",
            declined(RefundDeclined::NeverPerformed),
            later,
        ),
        (
            "declined found unpaid",
            declined(RefundDeclined::FoundUnpaid),
            soon,
        ),
        (
            "declined left in suspense",
            declined(RefundDeclined::LeftInSuspense { went_back }),
            soon,
        ),
        (
            "declined left in suspense, attention",
            attended(
                declined(RefundDeclined::LeftInSuspense { went_back }),
                RefundConcern::Mismatch,
            ),
            soon,
        ),
    ]
}

fn listed(refund_trx_id: &str) -> ListedRefund {
    ListedRefund {
        refund_trx_id: trx(refund_trx_id),
        known: false,
        completed: true,
        amount: Some(taka("200.00")),
        completed_at: Some(seconds(130)),
    }
}

fn events() -> Vec<(&'static str, RefundEvent)> {
    let less = RefundReport {
        amount: Some(taka("150.00")),
        ..refund_report()
    };
    let second = RefundReport {
        refund_trx_id: Some(trx("DLB50SSSS2")),
        ..refund_report()
    };
    let known = RefundReport {
        refund_trx_id: Some(trx("DLB50TTTT3")),
        refund_trx_id_is_new: false,
        ..refund_report()
    };
    let underway = RefundReport {
        completed: false,
        ..refund_report()
    };
    let foreign = RefundReport {
        original_trx_id: Some(trx("DLB50ZZZZ9")),
        ..refund_report()
    };
    let starting = ListedRefund {
        completed: false,
        ..listed("DLB50RRRR1")
    };
    let both = vec![listed("DLB50RRRR1"), listed("DLB50SSSS2")];
    let resolved = RefundEvent::Resolved;
    vec![
        ("answered(fits)", RefundEvent::Answered(refund_report())),
        ("answered(150.00)", RefundEvent::Answered(less)),
        ("answered(second trxID)", RefundEvent::Answered(second)),
        ("answered(known trxID)", RefundEvent::Answered(known)),
        ("answered(not completed)", RefundEvent::Answered(underway)),
        ("answered(other payment)", RefundEvent::Answered(foreign)),
        ("refused", RefundEvent::Refused(refusal("2072"))),
        ("not_performed", RefundEvent::NotPerformed(not_sent())),
        ("unanswered", RefundEvent::Unanswered),
        ("unanswered_ask_later", RefundEvent::UnansweredAskLater),
        ("woken", RefundEvent::Woken),
        (
            "status(ours)",
            RefundEvent::StatusRead(vec![listed("DLB50RRRR1")]),
        ),
        ("status(underway)", RefundEvent::StatusRead(vec![starting])),
        ("status(two)", RefundEvent::StatusRead(both)),
        ("status(none)", RefundEvent::StatusRead(Vec::new())),
        ("status_unanswered", RefundEvent::StatusUnanswered),
        ("paid", resolved(RefundResolution::Paid(trx("DLB50RRRR1")))),
        ("unpaid", resolved(RefundResolution::Unpaid)),
        ("acknowledged", resolved(RefundResolution::Acknowledged)),
    ]
}

#[test]
fn every_refund_state_answers_every_event_as_the_table_says() {
    let states = states();
    let events = events();
    let outcome = states
        .iter()
        .flat_map(|(state, refund, now)| {
            events.iter().map(move |(event, happened)| {
                let verdict = transition(refund, &settled(), happened.clone(), *now);
                ((*state, *event), describe(refund, &verdict))
            })
        })
        .collect();
    let actual = Actual {
        states: states.iter().map(|(name, ..)| *name).collect(),
        events: events.iter().map(|(name, _)| *name).collect(),
        outcome,
    };
    assert_matches(include_str!("tables/refund.txt"), &actual);
}

#[test]
fn the_table_has_a_sample_of_every_refund_state_and_every_event() {
    let kinds: BTreeSet<_> = states()
        .iter()
        .map(|(_, refund, _)| state_kind(&refund.state))
        .collect();
    assert_eq!(kinds, STATE_KINDS.into());
    let kinds: BTreeSet<_> = events()
        .iter()
        .map(|(_, event)| event_kind(event))
        .collect();
    assert_eq!(kinds, EVENT_KINDS.into());
}

fn describe(before: &Refund, verdict: &RefundVerdict) -> String {
    let decision = match verdict {
        RefundVerdict::Keep(why) => return keep(*why),
        RefundVerdict::Change(decision) => decision,
    };
    let mut parts = vec![format!("-> {}", state(&decision.next.state))];
    parts.extend(decision.effects.iter().map(|effect| match effect {
        RefundEffect::CallRefundStatus => "REFUND STATUS".to_owned(),
    }));
    parts.extend(decision.entries.iter().map(|entry| {
        let trx_id = entry.trx_id.as_ref().map_or("no trxID", |id| id.as_str());
        format!("post {} {} {trx_id}", entry.movement.as_str(), entry.amount)
    }));
    parts.extend(
        decision
            .notices
            .iter()
            .map(|notice| format!("tell {}", notice.as_str())),
    );
    if decision.next.attention != before.attention {
        parts.push(match &decision.next.attention {
            None => "attention over".to_owned(),
            Some(attention) => format!("attention {}", concern(&attention.concern)),
        });
    }
    parts.join("; ")
}

fn keep(why: Why) -> String {
    format!("keep({})", why.as_str())
}

fn state(state: &RefundState) -> String {
    match state {
        RefundState::Completed { refund_trx_id, .. } => format!("completed({refund_trx_id})"),
        RefundState::Unresolved(open) => format!(
            "unresolved({} reads{}, {} absent{})",
            open.reads,
            if open.asking { ", asking" } else { "" },
            open.absent_reads,
            match open.in_suspense {
                Taka::ZERO => String::new(),
                amount => format!(", {amount} in suspense"),
            },
        ),
        other => state_kind(other).to_owned(),
    }
}

const fn concern(concern: &RefundConcern) -> &'static str {
    match concern {
        RefundConcern::Mismatch => "mismatch",
        RefundConcern::SeveralCandidates { .. } => "several candidates",
        RefundConcern::NoStatus => "no status",
        RefundConcern::LateCompletion => "late completion",
    }
}
