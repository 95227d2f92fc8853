//! A person found the money.

use super::super::attention::Concern;
use super::super::decision::{Notice, Verdict, Why};
use super::super::event::FoundTransaction;
use super::super::record::Payment;
use super::super::state::{Held, PaymentState, Settled};
use super::{Change, keep};
use crate::ledger::Movement;
use crate::{GatewayPaymentId, Taka, Timestamp};

/// Money in suspense moves to sales; money that the ledger has not seen is received now.
///
/// Money out of suspense may be another amount than the order's: what moved is what can be refunded.
/// Money that the ledger has not seen must be the order's amount, or come by the transaction that the
/// gateway itself named for this payment (with an amount that could not be read); else it is not this
/// order's money. No transaction settles two payments.
pub(super) fn paid(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    held: Option<&Held>,
    found: FoundTransaction,
    now: Timestamp,
) -> Verdict {
    let in_suspense = held.map_or(Taka::ZERO, |held| held.in_suspense);
    let reported = held.and_then(|held| held.report.as_ref()?.trx_id.as_ref());
    let fits = if in_suspense.is_zero() {
        found.amount == payment.order.amount || reported == Some(&found.trx_id)
    } else {
        found.amount == in_suspense && reported.is_none_or(|known| *known == found.trx_id)
    };
    if !fits || !found.trx_id_is_new || found.trx_id.is_blank() || found.amount.is_zero() {
        return keep(Why::NothingToResolve);
    }
    let movement = match in_suspense.is_zero() {
        true => Movement::PaymentReceived,
        false => Movement::SuspenseCleared,
    };
    let state = PaymentState::Completed(Settled {
        gateway_payment: gateway_payment.clone(),
        trx_id: found.trx_id.clone(),
        moved: found.amount,
        at: now,
    });
    let change = Change::to(payment, state, now)
        .nothing_to_look_at()
        .post(movement, found.amount, Some(found.trx_id))
        .tell(Notice::PaymentCompleted);
    // Whoever found the money need not know that the order has been paid for by another payment.
    match payment.superseded_by {
        Some(by) => change
            .attention(Concern::SupersededCompletion { by })
            .into(),
        None => change.into(),
    }
}
