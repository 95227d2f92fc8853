use payment_core::PaymentId;
use payment_core::payment::{Payment, PaymentStatus};
use rusqlite::{OptionalExtension, params};

use super::error::Rollback;
use super::group::Tx;
use super::transactions::Owner;
use super::{column, evidence, keys, ledger, outbox, transactions};
use crate::store::{Committed, PaymentChange, StoreError, attention};

pub(super) fn commit(tx: Tx<'_>, change: &PaymentChange) -> Result<Committed, Rollback<Committed>> {
    match write(tx, change)? {
        Committed::Done => Ok(Committed::Done),
        refused => Err(Rollback::Answer(refused)),
    }
}

/// Everything of a change. What it wrote before any answer but `Done` must be rolled back.
pub(super) fn write(tx: Tx<'_>, change: &PaymentChange) -> Result<Committed, StoreError> {
    let next = &change.next;
    if !update(tx, next)? {
        return Ok(Committed::Stale);
    }
    if let Some(other) = paid_meanwhile(tx, next)? {
        return Ok(Committed::InvoicePaid(other));
    }
    let owner = Owner {
        account: next.account,
        payment: next.id,
        refund: None,
    };
    if !transactions::claim(tx, owner, &change.trx_ids())? {
        return Ok(Committed::TrxIdTaken);
    }
    ledger::append(tx, owner, &change.entries)?;
    outbox::add(tx, &change.deliveries)?;
    keys::settle(tx, &next.id.to_string(), &change.key)?;
    evidence::add(tx, next.id, change.evidence.as_ref())?;
    Ok(Committed::Done)
}

pub(super) fn insert(tx: Tx<'_>, payment: &Payment) -> Result<(), StoreError> {
    tx.sql
        .prepare_cached(
            "INSERT INTO payments (id, version, status, claims_invoice, stands_in_the_way, due_at,
                needs_attention, record, account, merchant_invoice_number, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            payment.id.to_string(),
            column::version(payment.version)?,
            payment.status().as_str(),
            payment.claims_invoice(),
            payment.stands_in_the_way(),
            due_at(tx, payment),
            attention::payment_needs_it(payment),
            column::record(payment)?,
            payment.account.0,
            payment.order.merchant_invoice_number.as_str(),
            payment.created_at.as_millis(),
        ])?;
    Ok(())
}

/// `false` when the payment is not at the version before.
fn update(tx: Tx<'_>, next: &Payment) -> Result<bool, StoreError> {
    let updated = tx
        .sql
        .prepare_cached(
            "UPDATE payments SET version = ?2, status = ?3, claims_invoice = ?4,
                stands_in_the_way = ?5, due_at = ?6, needs_attention = ?7, record = ?8
             WHERE id = ?1 AND version = ?2 - 1",
        )?
        .execute(params![
            next.id.to_string(),
            column::version(next.version)?,
            next.status().as_str(),
            next.claims_invoice(),
            next.stands_in_the_way(),
            due_at(tx, next),
            attention::payment_needs_it(next),
            column::record(next)?,
        ])?;
    Ok(updated == 1)
}

/// Another payment of the invoice that money came for after it had let go of the invoice, looked up where
/// the payer is about to pay a second time.
fn paid_meanwhile(tx: Tx<'_>, next: &Payment) -> Result<Option<PaymentId>, StoreError> {
    if next.status() != PaymentStatus::Executing {
        return Ok(None);
    }
    Ok(tx
        .sql
        .prepare_cached(
            "SELECT id FROM payments
             WHERE account = ?1 AND merchant_invoice_number = ?2 AND stands_in_the_way = 1 AND id <> ?3
             ORDER BY created_at, id LIMIT 1",
        )?
        .query_row(
            params![
                next.account.0,
                next.order.merchant_invoice_number.as_str(),
                next.id.to_string()
            ],
            |row| column::parsed(row, 0),
        )
        .optional()?)
}

fn due_at(tx: Tx<'_>, payment: &Payment) -> Option<i64> {
    let wait = payment.wake_after()?;
    Some(tx.now.plus(wait).as_millis())
}
