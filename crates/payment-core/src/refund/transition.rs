//! The one function that changes a refund.

use super::change::Change;
use super::decision::RefundVerdict;
use super::event::{ListedRefund, RefundEvent, RefundReport, RefundResolution};
use super::late;
use super::matching::{Match, find};
use super::record::{Refund, RefundConcern, RefundDeclined, RefundState, UnresolvedRefund};
use super::schedule::{ABSENT_FOR, ABSENT_READS, read_delay};
use crate::ledger::Movement;
use crate::payment::{Notice, Settled, Why};
use crate::{Taka, Timestamp, TrxId};

/// What `event` makes of `refund` at `now`; `settled` is what is true of its payment.
#[must_use]
pub fn transition(
    refund: &Refund,
    settled: &Settled,
    event: RefundEvent,
    now: Timestamp,
) -> RefundVerdict {
    match (&refund.state, event) {
        (RefundState::Unresolved(open), RefundEvent::Resolved(decision)) => {
            resolved(refund, open, decision, now)
        }
        // What went back is booked already; a person says for what.
        (RefundState::Unresolved(open), _) if !open.in_suspense.is_zero() => {
            RefundVerdict::Keep(Why::AlreadyDecided)
        }
        (RefundState::Pending | RefundState::Unresolved(_), RefundEvent::Answered(report)) => {
            answered(refund, settled, report, now)
        }
        (RefundState::Pending | RefundState::Unresolved(_), RefundEvent::Refused(refusal)) => {
            declined(refund, RefundDeclined::Refused(refusal), now)
        }
        (RefundState::Pending | RefundState::Unresolved(_), RefundEvent::NotPerformed(why)) => {
            declined(refund, RefundDeclined::NotPerformed(why), now)
        }
        (RefundState::Pending, RefundEvent::Unanswered | RefundEvent::Woken) => {
            let open = UnresolvedRefund {
                reads: 1,
                asking: true,
                ..UnresolvedRefund::default()
            };
            Change::to(refund, RefundState::Unresolved(open), now)
                .read_status()
                .tell(Notice::RefundUnresolved)
                .into()
        }
        (RefundState::Pending, RefundEvent::UnansweredAskLater) => {
            let open = UnresolvedRefund::default();
            Change::to(refund, RefundState::Unresolved(open), now)
                .tell(Notice::RefundUnresolved)
                .into()
        }
        (RefundState::Unresolved(open), RefundEvent::Woken) => woken(refund, open, now),
        (RefundState::Unresolved(open), RefundEvent::StatusRead(list)) => {
            status_read(refund, open, &list, now)
        }
        (RefundState::Unresolved(open), RefundEvent::StatusUnanswered) => waits(
            refund,
            UnresolvedRefund {
                asking: false,
                ..open.clone()
            },
            now,
        ),
        (RefundState::Declined(why), RefundEvent::Answered(report)) => {
            late::answer(refund, why, settled, report, now)
        }
        (RefundState::Completed { refund_trx_id, .. }, RefundEvent::Answered(report)) => {
            late::answered_again(refund, refund_trx_id, report, now)
        }
        (_, RefundEvent::Resolved(RefundResolution::Acknowledged))
            if refund.attention.is_some() =>
        {
            Change::to(refund, refund.state.clone(), now)
                .nothing_to_look_at()
                .into()
        }
        (_, RefundEvent::Resolved(_)) => RefundVerdict::Keep(Why::NothingToResolve),
        _ => RefundVerdict::Keep(Why::NotExpected),
    }
}

/// The transaction, if the answer confirms exactly what we asked for.
pub(super) fn confirmed(
    refund: &Refund,
    settled: &Settled,
    report: &RefundReport,
) -> Option<TrxId> {
    let id = report.refund_trx_id.as_ref().filter(|id| !id.is_blank())?;
    let fits = report.completed
        && report.refund_trx_id_is_new
        && report.amount == Some(refund.amount)
        && report.original_trx_id.as_ref() == Some(&settled.trx_id);
    fits.then(|| id.clone())
}

/// What the gateway says went back by a report that does not fit, unless it stands in the ledger already.
pub(super) fn went_back_despite(report: &RefundReport) -> Taka {
    let moved = report.completed && report.refund_trx_id_is_new;
    report.amount.filter(|_| moved).unwrap_or(Taka::ZERO)
}

fn answered(
    refund: &Refund,
    settled: &Settled,
    report: RefundReport,
    now: Timestamp,
) -> RefundVerdict {
    if let Some(refund_trx_id) = confirmed(refund, settled, &report) {
        return completed(refund, refund_trx_id, now).into();
    }
    let in_suspense = went_back_despite(&report);
    let before = match &refund.state {
        RefundState::Unresolved(open) => Some(open.clone()),
        _ => None,
    };
    let is_news = before.is_none();
    let open = UnresolvedRefund {
        asking: false,
        in_suspense,
        ..before.unwrap_or_default()
    };
    let change = Change::to(refund, RefundState::Unresolved(open), now).post(
        Movement::RefundInSuspense,
        in_suspense,
        report.refund_trx_id,
    );
    let change = match is_news {
        true => change.tell(Notice::RefundUnresolved),
        false => change,
    };
    change.attention(RefundConcern::Mismatch).into()
}

pub(super) fn completed(refund: &Refund, refund_trx_id: TrxId, now: Timestamp) -> Change {
    completed_by(refund, refund_trx_id, Movement::RefundPaid, now)
}

fn completed_by(
    refund: &Refund,
    refund_trx_id: TrxId,
    movement: Movement,
    now: Timestamp,
) -> Change {
    let state = RefundState::Completed {
        refund_trx_id: refund_trx_id.clone(),
        at: now,
    };
    Change::to(refund, state, now)
        .nothing_to_look_at()
        .post(movement, refund.amount, Some(refund_trx_id))
        .tell(Notice::RefundCompleted)
}

fn declined(refund: &Refund, why: RefundDeclined, now: Timestamp) -> RefundVerdict {
    Change::to(refund, RefundState::Declined(why), now)
        .nothing_to_look_at()
        .tell(Notice::RefundDeclined)
        .into()
}

fn woken(refund: &Refund, open: &UnresolvedRefund, now: Timestamp) -> RefundVerdict {
    let given_up = UnresolvedRefund {
        asking: false,
        ..open.clone()
    };
    if refund.attention.is_some() || read_delay(open.reads).is_none() {
        // The last read's answer was lost: it is given up, or this refund would be due without end.
        return match open.asking {
            true => waits(refund, given_up, now),
            false => RefundVerdict::Keep(Why::TooEarly),
        };
    }
    let asked = UnresolvedRefund {
        reads: open.reads + 1,
        asking: true,
        ..open.clone()
    };
    Change::to(refund, RefundState::Unresolved(asked), now)
        .read_status()
        .into()
}

fn status_read(
    refund: &Refund,
    open: &UnresolvedRefund,
    list: &[ListedRefund],
    now: Timestamp,
) -> RefundVerdict {
    let heard = UnresolvedRefund {
        asking: false,
        ..open.clone()
    };
    match find(refund, list) {
        Match::Found(refund_trx_id) => completed(refund, refund_trx_id, now).into(),
        Match::Underway => waits(refund, heard, now),
        Match::Several(refund_trx_ids) => Change::to(refund, RefundState::Unresolved(heard), now)
            .attention(RefundConcern::SeveralCandidates { refund_trx_ids })
            .into(),
        Match::Absent => absent(refund, open, None, now),
        Match::OthersOnly(others) => absent(refund, open, Some(others), now),
    }
}

/// Not listed. In the end it was not performed, unless `others` went back that nobody knows of: then the
/// gateway may have performed it with another amount, and a person decides.
fn absent(
    refund: &Refund,
    open: &UnresolvedRefund,
    others: Option<Vec<TrxId>>,
    now: Timestamp,
) -> RefundVerdict {
    let absent_reads = open.absent_reads.saturating_add(1);
    let heard = UnresolvedRefund {
        asking: false,
        absent_reads,
        ..open.clone()
    };
    let in_the_end = absent_reads >= ABSENT_READS && now.since(refund.created_at) >= ABSENT_FOR;
    match others {
        _ if !in_the_end => waits(refund, heard, now),
        None => declined(refund, RefundDeclined::NeverPerformed, now),
        Some(refund_trx_ids) => Change::to(refund, RefundState::Unresolved(heard), now)
            .attention(RefundConcern::SeveralCandidates { refund_trx_ids })
            .into(),
    }
}

/// Still unresolved; a person is asked when no further read will be made.
fn waits(refund: &Refund, open: UnresolvedRefund, now: Timestamp) -> RefundVerdict {
    let last = read_delay(open.reads).is_none();
    let change = Change::to(refund, RefundState::Unresolved(open), now);
    if last && refund.attention.is_none() {
        return change.attention(RefundConcern::NoStatus).into();
    }
    change.into()
}

/// What went back in a way that does not fit was posted already: it is cleared, or it stays in suspense.
fn resolved(
    refund: &Refund,
    open: &UnresolvedRefund,
    decision: RefundResolution,
    now: Timestamp,
) -> RefundVerdict {
    let posted = !open.in_suspense.is_zero();
    match decision {
        RefundResolution::Paid(refund_trx_id) if !posted => {
            completed(refund, refund_trx_id, now).into()
        }
        RefundResolution::Paid(refund_trx_id) if open.in_suspense == refund.amount => {
            completed_by(refund, refund_trx_id, Movement::RefundSuspenseCleared, now).into()
        }
        RefundResolution::Unpaid if !posted => declined(refund, RefundDeclined::FoundUnpaid, now),
        RefundResolution::Acknowledged if posted => {
            let went_back = open.in_suspense;
            declined(refund, RefundDeclined::LeftInSuspense { went_back }, now)
        }
        _ => RefundVerdict::Keep(Why::NothingToResolve),
    }
}
