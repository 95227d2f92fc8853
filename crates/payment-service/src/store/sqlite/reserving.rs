use payment_core::AccountId;
use payment_core::refund::reserve;
use rusqlite::Connection;

use super::error::Rollback;
use super::group::Tx;
use super::keys::{self, Known};
use super::{payments, refund_change, refunds};
use crate::store::{KeyClaim, Reserved, Reserving, StoreError};

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
    if let Some(used) = of_key(tx.sql, payment.account, &key)? {
        return Err(Rollback::Answer(used));
    }
    let others = refunds::of(tx.sql, payment.id)?;
    let refund = reserve(&payment, &others, id, order, limit, now)
        .map_err(|refused| Rollback::Answer(Reserved::Refused(refused)))?;
    refund_change::insert(tx, &refund)?;
    keys::take(tx, payment.account, &key, &refund.id.to_string())?;
    Ok(Reserved::Fresh(Box::new(refund)))
}

/// What the key has been used for; `None` when it is free.
pub(super) fn of_key(
    sql: &Connection,
    account: AccountId,
    key: &KeyClaim,
) -> Result<Option<Reserved>, StoreError> {
    Ok(match keys::look(sql, account, key)? {
        Known::Free => None,
        Known::Replay(answer) => Some(Reserved::Replay(answer)),
        Known::OtherContent => Some(Reserved::OtherContent),
        Known::InFlight { subject } => Some(in_flight(sql, &subject)?),
    })
}

fn in_flight(sql: &Connection, subject: &str) -> Result<Reserved, StoreError> {
    let id = subject.parse().map_err(StoreError::corrupt)?;
    refunds::one(sql, id)?
        .map(|refund| Reserved::InFlight(Box::new(refund)))
        .ok_or_else(|| StoreError::corrupt("an idempotency key names a refund that is not there"))
}
