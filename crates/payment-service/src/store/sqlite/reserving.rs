use payment_core::refund::reserve;

use super::error::Rollback;
use super::group::Tx;
use super::keys::{self, Known};
use super::{payments, refund_change, refunds};
use crate::store::{Reserved, Reserving, StoreError};

/// Every refund of the payment is read in the transaction that writes the new one: two cannot both fit.
pub(super) fn reserve_refund(
    tx: Tx<'_>,
    reserving: Reserving,
) -> Result<Reserved, Rollback<Reserved>> {
    let Reserving {
        payment,
        id,
        order,
        limit,
        key,
        now,
    } = reserving;
    let Some(payment) = payments::one(tx.sql, payment)? else {
        return Err(Rollback::Answer(Reserved::NoPayment));
    };
    match keys::look(tx, payment.account, &key)? {
        Known::Free => {}
        Known::Replay(answer) => return Err(Rollback::Answer(Reserved::Replay(answer))),
        Known::OtherContent => return Err(Rollback::Answer(Reserved::OtherContent)),
        Known::InFlight { subject } => return Err(Rollback::Answer(in_flight(tx, &subject)?)),
    }
    let others = refunds::of(tx.sql, payment.id)?;
    let refund = reserve(&payment, &others, id, order, limit, now)
        .map_err(|refused| Rollback::Answer(Reserved::Refused(refused)))?;
    refund_change::insert(tx, &refund)?;
    keys::take(tx, payment.account, &key, &refund.id.to_string())?;
    Ok(Reserved::Fresh(Box::new(refund)))
}

fn in_flight(tx: Tx<'_>, subject: &str) -> Result<Reserved, StoreError> {
    let id = subject.parse().map_err(StoreError::corrupt)?;
    refunds::one(tx.sql, id)?
        .map(|refund| Reserved::InFlight(Box::new(refund)))
        .ok_or_else(|| StoreError::corrupt("an idempotency key names a refund that is not there"))
}
