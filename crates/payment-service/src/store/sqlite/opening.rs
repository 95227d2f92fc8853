use payment_core::AccountId;
use payment_core::payment::Payment;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::Rollback;
use super::group::Tx;
use super::keys::{self, Known};
use super::{column, payment_change};
use crate::store::{Committed, KeyClaim, Opened, Opening, StoreError};

/// The key first, then the invoice: a repeat is told its first answer, not that its own payment is in the way.
pub(super) fn open(tx: Tx<'_>, opening: &Opening) -> Result<Opened, Rollback<Opened>> {
    let payment = &opening.payment;
    if let Some(claim) = &opening.key
        && let Some(used) = of_key(tx.sql, payment.account, claim)?
    {
        return Err(Rollback::Answer(used));
    }
    if let Some(current) = in_the_way(tx, payment)?
        && !superseded(tx, opening, &current)?
    {
        return Err(Rollback::Answer(Opened::InvoiceTaken(Box::new(current))));
    }
    payment_change::insert(tx, payment)?;
    if let Some(claim) = &opening.key {
        keys::take(tx, payment.account, claim, &payment.id.to_string())?;
    }
    Ok(Opened::Fresh)
}

/// What the key has been used for; `None` when it is free.
pub(super) fn of_key(
    sql: &Connection,
    account: AccountId,
    claim: &KeyClaim,
) -> Result<Option<Opened>, StoreError> {
    Ok(match keys::look(sql, account, claim)? {
        Known::Free => None,
        Known::Replay(answer) => Some(Opened::Replay(answer)),
        Known::InFlight { .. } => Some(Opened::InFlight),
        Known::OtherContent => Some(Opened::OtherContent),
    })
}

/// One that has released the invoice and still stands in the way has money: it comes first, for it cannot
/// be superseded.
fn in_the_way(tx: Tx<'_>, newcomer: &Payment) -> Result<Option<Payment>, StoreError> {
    Ok(tx
        .sql
        .prepare_cached(
            "SELECT record FROM payments
             WHERE account = ?1 AND merchant_invoice_number = ?2 AND stands_in_the_way = 1
             ORDER BY claims_invoice, created_at DESC, id DESC LIMIT 1",
        )?
        .query_row(
            params![
                newcomer.account.0,
                newcomer.order.merchant_invoice_number.as_str()
            ],
            column::from_record,
        )
        .optional()?)
}

/// Whether `current` gave way by a decision that was made on it as it is.
fn superseded(tx: Tx<'_>, opening: &Opening, current: &Payment) -> Result<bool, StoreError> {
    match &opening.supersede {
        Some(change) if change.next.id == current.id => {
            Ok(payment_change::write(tx, change)? == Committed::Done)
        }
        _ => Ok(false),
    }
}
