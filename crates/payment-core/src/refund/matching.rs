//! Which refund in the gateway's list is the one whose answer was lost.

use super::event::ListedRefund;
use super::record::Refund;
use super::schedule::CLOCK_SKEW;
use crate::TrxId;

/// What the gateway's list says of one refund of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// Exactly one entry can be ours.
    Found(TrxId),
    /// Nothing has gone back since we sent but what we know of.
    Absent,
    /// Something that we don't know of has gone back since we sent, but not of our amount.
    OthersOnly(Vec<TrxId>),
    /// An entry can be ours but is not completed yet.
    Underway,
    /// More than one entry can be ours, or one that cannot be told by its amount and time.
    Several(Vec<TrxId>),
}

/// Ours is the one that no other refund of ours carries, of our amount, completed not before we sent.
///
/// An entry without a readable amount or time may be ours: it is not left out.
pub(super) fn find(refund: &Refund, list: &[ListedRefund]) -> Match {
    let sent = refund.created_at.minus(CLOCK_SKEW);
    let unknown = list
        .iter()
        .filter(|listed| !listed.known)
        .filter(|listed| listed.completed_at.is_none_or(|at| at >= sent));
    let (ours, others): (Vec<_>, Vec<_>) =
        unknown.partition(|listed| listed.amount.is_none_or(|amount| amount == refund.amount));
    match ours.as_slice() {
        [] if others.is_empty() => Match::Absent,
        [] => Match::OthersOnly(names(&others)),
        [one] if !one.completed => Match::Underway,
        [one] if one.amount.is_some() && one.completed_at.is_some() => {
            Match::Found(one.refund_trx_id.clone())
        }
        several => Match::Several(names(several)),
    }
}

fn names(listed: &[&ListedRefund]) -> Vec<TrxId> {
    listed.iter().map(|one| one.refund_trx_id.clone()).collect()
}
