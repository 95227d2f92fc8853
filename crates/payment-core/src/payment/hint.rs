//! What to do about a notification: a hint that names an invoice, never proof.

use super::record::Payment;
use super::schedule::QUERIES_MAX;
use super::state::{Failure, PaymentState, Unresolved};
use crate::{Taka, Timestamp, TrxId};

/// What bKash's notification claims of a completed transaction; it names no paymentID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The transaction.
    pub trx_id: TrxId,
    /// What an order is compared with: before coupons.
    pub amount: Taka,
    /// When it came.
    pub received_at: Timestamp,
}

/// What the payments of a hint's invoice make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep<'a> {
    /// There is no payment of this invoice.
    Unmatched,
    /// This payment has this transaction with this amount: nothing is left to do.
    Known(&'a Payment),
    /// This payment's own answer is still on its way: look again later.
    Wait(&'a Payment),
    /// Decide [`super::PaymentEvent::Hinted`] on this payment, whose query is the better evidence.
    Query(&'a Payment),
    /// Let the gateway's search confirm it, then decide [`super::PaymentEvent::Notified`] on this payment.
    Search(&'a Payment),
    /// None of these payments can have been paid so.
    Person,
}

/// `payments` are those of the hint's account and invoice, the newest first.
///
/// Of several the one that is open comes first, then one that was executed, then one that has other money; one
/// that was never executed comes last, as no money should have moved for it.
#[must_use]
pub fn next_step<'a>(payments: &'a [Payment], hint: &Hint, now: Timestamp) -> NextStep<'a> {
    if let Some(payment) = payments.iter().find(|it| names(it, &hint.trx_id)) {
        let settled = payment.settled();
        return match settled.is_none_or(|settled| settled.moved == hint.amount) {
            true => NextStep::Known(payment),
            false => NextStep::Search(payment),
        };
    }
    let first = |rank: Rank| payments.iter().find(|it| Rank::of(it, hint) == Some(rank));
    match Rank::ALL.into_iter().find_map(first) {
        Some(payment) => match &payment.state {
            PaymentState::Executing { .. } => NextStep::Wait(payment),
            PaymentState::Unresolved(open) if open.asking => NextStep::Wait(payment),
            PaymentState::Unresolved(open) if may_be_queried(payment, open, hint, now) => {
                NextStep::Query(payment)
            }
            _ => NextStep::Search(payment),
        },
        None if payments.is_empty() => NextStep::Unmatched,
        None => NextStep::Person,
    }
}

/// Whether a query can still say more than the search: one is left, and none has been answered since.
pub(super) fn may_be_queried(
    payment: &Payment,
    open: &Unresolved,
    hint: &Hint,
    now: Timestamp,
) -> bool {
    let answered_since = |at: Timestamp| at >= hint.received_at;
    open.queries < QUERIES_MAX
        && now < payment.dies_at()
        && !open.last_initiated_at.is_some_and(answered_since)
}

fn names(payment: &Payment, trx_id: &TrxId) -> bool {
    match &payment.state {
        PaymentState::Completed(settled) => settled.trx_id == *trx_id,
        PaymentState::Held(held) => {
            let report = held.report.as_ref();
            report.is_some_and(|report| report.trx_id.as_ref() == Some(trx_id))
        }
        _ => false,
    }
}

/// How likely money moved for a payment, in falling order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Executing,
    Unresolved,
    Executed,
    OtherMoney,
    NeverExecuted,
}

impl Rank {
    const ALL: [Self; 5] = [
        Self::Executing,
        Self::Unresolved,
        Self::Executed,
        Self::OtherMoney,
        Self::NeverExecuted,
    ];

    /// `None` when no money can have moved for it, or it has ended and was for another amount.
    fn of(payment: &Payment, hint: &Hint) -> Option<Self> {
        let rank = match &payment.state {
            // Its own answer says what moved.
            PaymentState::Executing { .. } => return Some(Self::Executing),
            PaymentState::Unresolved(_) => return Some(Self::Unresolved),
            PaymentState::Completed(_) | PaymentState::Held(_) => return Some(Self::OtherMoney),
            PaymentState::Declined { .. }
            | PaymentState::Failed {
                failure:
                    Failure::ExecuteNotPerformed(_) | Failure::NeverResolved | Failure::FoundUnpaid,
                ..
            } => Self::Executed,
            state if state.is_closed() && state.gateway_payment().is_some() => Self::NeverExecuted,
            _ => return None,
        };
        (payment.order.amount == hint.amount).then_some(rank)
    }
}
