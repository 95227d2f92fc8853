use payment_core::refund::Refund;
use rusqlite::params;

use super::error::Rollback;
use super::group::Tx;
use super::transactions::Owner;
use super::{column, evidence, keys, ledger, outbox, transactions};
use crate::store::{Committed, RefundChange, StoreError, attention};

pub(super) fn commit(tx: Tx<'_>, change: &RefundChange) -> Result<Committed, Rollback<Committed>> {
    let next = &change.next;
    if !update(tx, next)? {
        return Err(Rollback::Answer(Committed::Stale));
    }
    let owner = Owner {
        account: next.account,
        payment: next.payment,
        refund: Some(next.id),
    };
    if !transactions::claim(tx, owner, &change.trx_ids())? {
        return Err(Rollback::Answer(Committed::TrxIdTaken));
    }
    ledger::append(tx, owner, &change.entries)?;
    outbox::add(tx, &change.deliveries)?;
    keys::settle(tx, &next.id.to_string(), &change.key)?;
    evidence::add(tx, next.payment, change.evidence.as_ref())?;
    Ok(Committed::Done)
}

pub(super) fn insert(tx: Tx<'_>, refund: &Refund) -> Result<(), StoreError> {
    tx.sql
        .prepare_cached(
            "INSERT INTO refunds (id, version, status, is_open, due_at, needs_attention, record,
                payment, account, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            refund.id.to_string(),
            column::version(refund.version)?,
            refund.status().as_str(),
            refund.is_open(),
            due_at(tx, refund),
            attention::refund_needs_it(refund),
            column::record(refund)?,
            refund.payment.to_string(),
            refund.account.0,
            refund.created_at.as_millis(),
        ])?;
    Ok(())
}

/// `false` when the refund is not at the version before.
fn update(tx: Tx<'_>, next: &Refund) -> Result<bool, StoreError> {
    let updated = tx
        .sql
        .prepare_cached(
            "UPDATE refunds SET version = ?2, status = ?3, is_open = ?4, due_at = ?5,
                needs_attention = ?6, record = ?7
             WHERE id = ?1 AND version = ?2 - 1",
        )?
        .execute(params![
            next.id.to_string(),
            column::version(next.version)?,
            next.status().as_str(),
            next.is_open(),
            due_at(tx, next),
            attention::refund_needs_it(next),
            column::record(next)?,
        ])?;
    Ok(updated == 1)
}

fn due_at(tx: Tx<'_>, refund: &Refund) -> Option<i64> {
    let wait = refund.wake_after()?;
    Some(tx.now.plus(wait).as_millis())
}
