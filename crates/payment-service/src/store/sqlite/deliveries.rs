//! Webhooks as the operator sees them, and sends them again.

use payment_core::{AccountId, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::column;
use super::group::Tx;
use crate::store::{
    DeliveryId, DeliveryQuery, DeliveryRecord, DeliveryStatus, Page, Redelivery, ShopAnswer,
    StoreError,
};

const OF_ACCOUNT: &str = "EXISTS (SELECT 1 FROM payments
    WHERE payments.id = deliveries.payment AND payments.account = ?)";

const COLUMNS: &str = "id, payment, event_type, body, status, attempts, created_at, due_at,
    attempted_at, answered, not_answered";

/// Counts no further than `limit`.
pub(super) fn pending(sql: &Connection, limit: usize) -> Result<usize, StoreError> {
    let count: i64 = sql
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE status = 'pending' LIMIT ?1)",
        )?
        .query_row([column::limit(limit)], |row| row.get(0))?;
    usize::try_from(count).map_err(StoreError::corrupt)
}

/// In the order of the rows, so that no index need be kept for it.
pub(super) fn list(
    sql: &Connection,
    account: AccountId,
    query: &DeliveryQuery,
) -> Result<Page<DeliveryRecord>, StoreError> {
    let mut text = format!("SELECT {COLUMNS} FROM deliveries WHERE {OF_ACCOUNT}");
    let mut values = vec![Value::from(account.0)];
    if let Some(status) = query.status {
        // A word of ours, and not a parameter: only so are the partial indexes of use.
        text.push_str(&format!(" AND status = '{}'", status.as_str()));
    }
    if let Some(payment) = query.payment {
        text.push_str(" AND payment = ?");
        values.push(payment.to_string().into());
    }
    if let Some(after) = &query.after {
        text.push_str(" AND rowid < (SELECT rowid FROM deliveries WHERE id = ?)");
        values.push(after.0.clone().into());
    }
    text.push_str(" ORDER BY rowid DESC LIMIT ?");
    // One more than asked tells whether more follow.
    values.push(column::limit(query.limit.saturating_add(1)).into());

    let mut items = sql
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), record)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    Ok(Page { items, more })
}

pub(super) fn redeliver(
    tx: Tx<'_>,
    account: AccountId,
    id: &DeliveryId,
) -> Result<Redelivery, StoreError> {
    let begun = tx
        .sql
        .prepare_cached(&format!(
            "UPDATE deliveries SET status = 'pending', due_at = ?, finished_at = NULL,
                ended_attempts = 0
             WHERE id = ? AND status <> 'pending' AND {OF_ACCOUNT}
             RETURNING {COLUMNS}"
        ))?
        .query_row(params![tx.now.as_millis(), id.0, account.0], record)
        .optional()?;
    if let Some(record) = begun {
        return Ok(Redelivery::Begun(Box::new(record)));
    }
    let is_there = tx
        .sql
        .prepare_cached(&format!(
            "SELECT 1 FROM deliveries WHERE id = ? AND {OF_ACCOUNT}"
        ))?
        .exists(params![id.0, account.0])?;
    Ok(if is_there {
        Redelivery::Pending
    } else {
        Redelivery::Unknown
    })
}

pub(super) fn redeliver_failed(
    tx: Tx<'_>,
    account: AccountId,
    since: Option<Timestamp>,
    limit: usize,
) -> Result<usize, StoreError> {
    let since = since.map_or(i64::MIN, Timestamp::as_millis);
    Ok(tx
        .sql
        .prepare_cached(&format!(
            "UPDATE deliveries SET status = 'pending', due_at = ?, finished_at = NULL,
                ended_attempts = 0
             WHERE rowid IN (
                SELECT rowid FROM deliveries
                WHERE status = 'failed' AND finished_at >= ? AND {OF_ACCOUNT}
                ORDER BY rowid LIMIT ?)"
        ))?
        .execute(params![
            tx.now.as_millis(),
            since,
            account.0,
            column::limit(limit)
        ])?)
}

/// A row of [`COLUMNS`].
fn record(row: &Row<'_>) -> rusqlite::Result<DeliveryRecord> {
    let status = column::word(row, 4, &DeliveryStatus::ALL, DeliveryStatus::as_str)?;
    let last = match row.get(8)? {
        None => None,
        Some(at) => Some((Timestamp::from_millis(at), answer(row)?)),
    };
    Ok(DeliveryRecord {
        id: DeliveryId(row.get(0)?),
        payment: column::parsed(row, 1)?,
        event_type: row.get(2)?,
        body: row.get(3)?,
        status,
        attempts: row.get(5)?,
        created_at: column::timestamp(row, 6)?,
        due_at: match status {
            DeliveryStatus::Pending => Some(column::timestamp(row, 7)?),
            DeliveryStatus::Delivered | DeliveryStatus::Failed => None,
        },
        last,
    })
}

fn answer(row: &Row<'_>) -> rusqlite::Result<ShopAnswer> {
    Ok(match row.get(9)? {
        Some(status) => ShopAnswer::Status(status),
        None => ShopAnswer::None(row.get::<_, Option<String>>(10)?.unwrap_or_default()),
    })
}
