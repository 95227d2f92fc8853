use deadpool_postgres::Pool;
use payment_core::refund::Refund;
use payment_core::{AccountId, PaymentId, RefundId};

use super::connection::{optional_row, rows};
use super::{column, parameter};
use crate::store::{Due, StoreError};

pub(super) async fn one(pool: &Pool, id: RefundId) -> Result<Option<Refund>, StoreError> {
    let statement = "SELECT record FROM refunds WHERE id = $1";
    let row = optional_row(pool, statement, &[&id.to_string()]).await?;
    row.map(|row| column::record(&row, 0)).transpose()
}

pub(super) async fn of(pool: &Pool, payment: PaymentId) -> Result<Vec<Refund>, StoreError> {
    let statement = "SELECT record FROM refunds WHERE payment = $1 ORDER BY created_at, id";
    column::records(&rows(pool, statement, &[&payment.to_string()]).await?)
}

pub(super) async fn due(pool: &Pool, limit: usize) -> Result<Due<Refund>, StoreError> {
    let statement =
        "SELECT clock.now, due.record FROM (SELECT bkash_now() AS now) clock LEFT JOIN LATERAL (
            SELECT record, due_at, id FROM refunds WHERE due_at <= clock.now
            ORDER BY due_at, id LIMIT $1
         ) due ON true ORDER BY due.due_at, due.id";
    column::due(&rows(pool, statement, &[&parameter::limit(limit)]).await?)
}

pub(super) async fn needing_attention(
    pool: &Pool,
    account: AccountId,
    limit: usize,
) -> Result<Vec<Refund>, StoreError> {
    let statement = "SELECT record FROM refunds WHERE account = $1 AND needs_attention
         ORDER BY created_at, id LIMIT $2";
    column::records(&rows(pool, statement, &[&account.0, &parameter::limit(limit)]).await?)
}
