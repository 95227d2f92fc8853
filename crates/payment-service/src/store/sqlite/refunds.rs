use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId, Timestamp};
use rusqlite::{Connection, OptionalExtension};

use super::{column, worklist};
use crate::store::{Due, StoreError};

pub(super) fn one(sql: &Connection, id: RefundId) -> Result<Option<Refund>, StoreError> {
    Ok(sql
        .prepare_cached("SELECT record FROM refunds WHERE id = ?1")?
        .query_row([id.to_string()], column::from_record)
        .optional()?)
}

pub(super) fn of(sql: &Connection, payment: PaymentId) -> Result<Vec<Refund>, StoreError> {
    Ok(sql
        .prepare_cached("SELECT record FROM refunds WHERE payment = ?1 ORDER BY created_at, id")?
        .query_map([payment.to_string()], column::from_record)?
        .collect::<rusqlite::Result<_>>()?)
}

pub(super) fn due(
    sql: &Connection,
    now: Timestamp,
    limit: usize,
) -> Result<Due<Refund>, StoreError> {
    let statement = "SELECT record FROM refunds WHERE due_at <= ?1 ORDER BY due_at, rowid LIMIT ?2";
    worklist::due(sql, statement, now, limit)
}

pub(super) fn needing_attention(
    sql: &Connection,
    account: AccountId,
    limit: usize,
) -> Result<Vec<Refund>, StoreError> {
    let statement = "SELECT record FROM refunds WHERE account = ?1 AND needs_attention = 1
             ORDER BY created_at, id LIMIT ?2";
    worklist::needing_attention(sql, statement, account, limit)
}
