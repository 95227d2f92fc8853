//! The one function that changes a refund.

use super::decision::{RefundDecision, RefundEffect, RefundVerdict};
use super::event::{ListedRefund, RefundEvent, RefundReport, RefundResolution};
use super::matching::{Match, find};
use super::record::{
    Refund, RefundAttention, RefundConcern, RefundDeclined, RefundState, UnresolvedRefund,
};
use super::schedule::{ABSENT_FOR, ABSENT_READS, read_delay};
use crate::ledger::{LedgerEntry, Movement};
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
        (RefundState::Unresolved(open), RefundEvent::Resolved(decision)) => {
            resolved(refund, open, decision, now)
        }
        (RefundState::Declined(_), RefundEvent::Answered(report)) => {
            late_answer(refund, settled, &report, now)
        }
        (_, RefundEvent::Resolved(RefundResolution::Acknowledged))
            if refund.attention.is_some() =>
        {
            Change::to(refund, refund.state.clone(), now)
                .seen_by_a_person()
                .into()
        }
        (_, RefundEvent::Resolved(_)) => RefundVerdict::Keep(Why::NothingToResolve),
        _ => RefundVerdict::Keep(Why::NotExpected),
    }
}

/// The transaction, if the answer confirms exactly what we asked for.
fn confirmed(refund: &Refund, settled: &Settled, report: &RefundReport) -> Option<TrxId> {
    let fits = report.completed
        && report.refund_trx_id_is_new
        && report.amount == Some(refund.amount)
        && report.original_trx_id.as_ref() == Some(&settled.trx_id);
    report.refund_trx_id.clone().filter(|_| fits)
}

fn answered(
    refund: &Refund,
    settled: &Settled,
    report: RefundReport,
    now: Timestamp,
) -> RefundVerdict {
    if let Some(refund_trx_id) = confirmed(refund, settled, &report) {
        return completed(refund, refund_trx_id, Movement::RefundPaid, now).into();
    }
    let went_back = report
        .amount
        .filter(|_| report.completed && report.refund_trx_id_is_new);
    let open = UnresolvedRefund {
        asking: false,
        ..open_part(refund)
    };
    Change::to(refund, RefundState::Unresolved(open), now)
        .post(
            Movement::RefundInSuspense,
            went_back.unwrap_or(Taka::ZERO),
            report.refund_trx_id,
        )
        .attention(RefundConcern::Mismatch)
        .into()
}

fn late_answer(
    refund: &Refund,
    settled: &Settled,
    report: &RefundReport,
    now: Timestamp,
) -> RefundVerdict {
    match confirmed(refund, settled, report) {
        Some(refund_trx_id) => completed(refund, refund_trx_id, Movement::RefundPaid, now)
            .attention(RefundConcern::LateCompletion)
            .into(),
        None => RefundVerdict::Keep(Why::NotExpected),
    }
}

fn completed(refund: &Refund, refund_trx_id: TrxId, movement: Movement, now: Timestamp) -> Change {
    let state = RefundState::Completed {
        refund_trx_id: refund_trx_id.clone(),
        at: now,
    };
    Change::to(refund, state, now)
        .seen_by_a_person()
        .post(movement, refund.amount, Some(refund_trx_id))
        .tell(Notice::RefundCompleted)
}

fn declined(refund: &Refund, why: RefundDeclined, now: Timestamp) -> RefundVerdict {
    Change::to(refund, RefundState::Declined(why), now)
        .seen_by_a_person()
        .tell(Notice::RefundDeclined)
        .into()
}

fn woken(refund: &Refund, open: &UnresolvedRefund, now: Timestamp) -> RefundVerdict {
    if refund.attention.is_some() || read_delay(open.reads).is_none() {
        return RefundVerdict::Keep(Why::TooEarly);
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
        Match::Found(refund_trx_id) => {
            completed(refund, refund_trx_id, Movement::RefundPaid, now).into()
        }
        Match::Underway => waits(refund, heard, now),
        Match::Several(refund_trx_ids) => Change::to(refund, RefundState::Unresolved(heard), now)
            .attention(RefundConcern::SeveralCandidates { refund_trx_ids })
            .into(),
        Match::Absent => {
            let absent_reads = open.absent_reads + 1;
            if absent_reads >= ABSENT_READS && now.since(refund.created_at) >= ABSENT_FOR {
                return declined(refund, RefundDeclined::NeverPerformed, now);
            }
            waits(
                refund,
                UnresolvedRefund {
                    absent_reads,
                    ..heard
                },
                now,
            )
        }
    }
}

/// Still unresolved; a person is asked when no further read will be made.
fn waits(refund: &Refund, open: UnresolvedRefund, now: Timestamp) -> RefundVerdict {
    let last = read_delay(open.reads).is_none();
    let change = Change::to(refund, RefundState::Unresolved(open), now);
    if last {
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
            completed(refund, refund_trx_id, Movement::RefundPaid, now).into()
        }
        RefundResolution::Paid(refund_trx_id) if open.in_suspense == refund.amount => {
            completed(refund, refund_trx_id, Movement::RefundSuspenseCleared, now).into()
        }
        RefundResolution::Unpaid if !posted => declined(refund, RefundDeclined::FoundUnpaid, now),
        RefundResolution::Acknowledged if posted => {
            declined(refund, RefundDeclined::LeftInSuspense, now)
        }
        _ => RefundVerdict::Keep(Why::NothingToResolve),
    }
}

fn open_part(refund: &Refund) -> UnresolvedRefund {
    match &refund.state {
        RefundState::Unresolved(open) => open.clone(),
        _ => UnresolvedRefund::default(),
    }
}

struct Change(RefundDecision);

impl Change {
    fn to(refund: &Refund, state: RefundState, now: Timestamp) -> Self {
        let next = Refund {
            version: refund.version + 1,
            updated_at: now,
            state,
            ..refund.clone()
        };
        Self(RefundDecision {
            next,
            effects: Vec::new(),
            entries: Vec::new(),
            notices: Vec::new(),
        })
    }

    fn read_status(mut self) -> Self {
        self.0.effects.push(RefundEffect::CallRefundStatus);
        self
    }

    fn tell(mut self, notice: Notice) -> Self {
        self.0.notices.push(notice);
        self
    }

    fn post(mut self, movement: Movement, amount: Taka, trx_id: Option<TrxId>) -> Self {
        if !amount.is_zero() {
            self.0.entries.push(LedgerEntry {
                movement,
                amount,
                trx_id,
            });
        }
        self
    }

    fn attention(mut self, concern: RefundConcern) -> Self {
        let since = self.0.next.updated_at;
        self.0.next.attention = Some(RefundAttention { concern, since });
        self.tell(Notice::RefundNeedsAttention)
    }

    fn seen_by_a_person(mut self) -> Self {
        self.0.next.attention = None;
        self
    }
}

impl From<Change> for RefundVerdict {
    fn from(change: Change) -> Self {
        Self::Change(Box::new(change.0))
    }
}
