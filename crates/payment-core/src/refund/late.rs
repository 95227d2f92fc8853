//! News of a refund that is over.

use super::change::Change;
use super::decision::RefundVerdict;
use super::event::RefundReport;
use super::record::{Refund, RefundConcern, RefundDeclined, RefundState};
use super::transition::{completed, confirmed, went_back_despite};
use crate::ledger::Movement;
use crate::payment::{Settled, Why};
use crate::{Timestamp, TrxId};

/// Money that went back after the reserve had been released is booked, and never silent.
pub(super) fn answer(
    refund: &Refund,
    why: &RefundDeclined,
    settled: &Settled,
    report: RefundReport,
    now: Timestamp,
) -> RefundVerdict {
    if matches!(why, RefundDeclined::LeftInSuspense { .. }) {
        return RefundVerdict::Keep(Why::AlreadyDecided);
    }
    if let Some(refund_trx_id) = confirmed(refund, settled, &report) {
        let late = completed(refund, refund_trx_id, now);
        return late.attention(RefundConcern::LateCompletion).into();
    }
    let went_back = went_back_despite(&report);
    if went_back.is_zero() {
        return RefundVerdict::Keep(Why::NotExpected);
    }
    let state = RefundState::Declined(RefundDeclined::LeftInSuspense { went_back });
    Change::to(refund, state, now)
        .post(Movement::RefundInSuspense, went_back, report.refund_trx_id)
        .attention(RefundConcern::Mismatch)
        .into()
}

/// Another transaction than the one that completed it: the gateway may have sent money back twice.
pub(super) fn answered_again(
    refund: &Refund,
    known: &TrxId,
    report: RefundReport,
    now: Timestamp,
) -> RefundVerdict {
    let went_back = went_back_despite(&report);
    let same = report.refund_trx_id.as_ref().is_none_or(|id| id == known);
    let told = refund
        .attention
        .as_ref()
        .is_some_and(|attention| attention.concern == RefundConcern::Mismatch);
    if same || told || went_back.is_zero() {
        return RefundVerdict::Keep(Why::AlreadyDecided);
    }
    Change::to(refund, refund.state.clone(), now)
        .post(Movement::RefundInSuspense, went_back, report.refund_trx_id)
        .attention(RefundConcern::Mismatch)
        .into()
}
