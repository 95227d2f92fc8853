//! A person found the money.

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
/// Money that the ledger has not seen must be the order's amount, or it is not this order's money.
pub(super) fn paid(
    payment: &Payment,
    gateway_payment: &GatewayPaymentId,
    held: Option<&Held>,
    found: FoundTransaction,
    now: Timestamp,
) -> Verdict {
    let in_suspense = held.map_or(Taka::ZERO, |held| held.in_suspense);
    let movement = if in_suspense.is_zero() {
        if !found.trx_id_is_new || found.amount != payment.order.amount {
            return keep(Why::NothingToResolve);
        }
        Movement::PaymentReceived
    } else {
        let suspended = held.and_then(|held| held.report.as_ref()?.trx_id.as_ref());
        if suspended.is_some_and(|known| *known != found.trx_id) || found.amount != in_suspense {
            return keep(Why::NothingToResolve);
        }
        Movement::SuspenseCleared
    };
    let state = PaymentState::Completed(Settled {
        gateway_payment: gateway_payment.clone(),
        trx_id: found.trx_id.clone(),
        moved: found.amount,
        at: now,
    });
    Change::to(payment, state, now)
        .seen_by_a_person()
        .post(movement, found.amount, Some(found.trx_id))
        .tell(Notice::PaymentCompleted)
        .into()
}
