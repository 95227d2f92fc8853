//! Webhooks as the operator sees them, and sends them again.

use deadpool_postgres::Pool;
use payment_core::{AccountId, Timestamp};
use tokio_postgres::Row;

use super::connection::{optional_row, row, rows};
use super::listing::Listing;
use super::{column, parameter};
use crate::store::{
    DeliveryId, DeliveryQuery, DeliveryRecord, DeliveryStatus, Page, Redelivery, ShopAnswer,
    StoreError,
};

const COLUMNS: &str = "id, payment, event_type, body, status, attempts, created_at, due_at, attempted_at, answered, \
     not_answered";

/// Counts no further than `limit`.
pub(super) async fn pending(pool: &Pool, limit: usize) -> Result<usize, StoreError> {
    let statement = "SELECT count(*) FROM
         (SELECT 1 FROM deliveries WHERE status = 'pending' LIMIT $1) pending";
    let row = row(pool, statement, &[&parameter::limit(limit)]).await?;
    let count: i64 = column::get(&row, 0)?;
    usize::try_from(count).map_err(StoreError::corrupt)
}

pub(super) async fn list(
    pool: &Pool,
    account: AccountId,
    query: &DeliveryQuery,
) -> Result<Page<DeliveryRecord>, StoreError> {
    // A word of ours, and not a parameter: only so are the partial indexes of use.
    let of_status = query
        .status
        .map(|status| format!(" AND status = '{}'", status.as_str()))
        .unwrap_or_default();
    let payment = query.payment.map(|payment| payment.to_string());
    let after = query.after.as_ref().map(|after| &after.0);
    // One more than asked tells whether more follow.
    let limit = Some(parameter::limit(query.limit.saturating_add(1)));
    let text = format!("SELECT {COLUMNS} FROM deliveries WHERE account = $1{of_status}");
    let mut listing = Listing::new(&text, &account.0);
    listing.and(("AND payment =", ""), payment.as_ref());
    let older = "AND seq < (SELECT d.seq FROM deliveries d WHERE d.id =";
    listing.and((older, ")"), after);
    listing.and(("ORDER BY seq DESC LIMIT", ""), limit.as_ref());

    let rows = rows(pool, listing.text(), listing.values()).await?;
    let mut items: Vec<_> = rows.iter().map(record).collect::<Result<_, _>>()?;
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    Ok(Page { items, more })
}

pub(super) async fn redeliver(
    pool: &Pool,
    account: AccountId,
    id: &DeliveryId,
) -> Result<Redelivery, StoreError> {
    let again = format!(
        "UPDATE deliveries
         SET status = 'pending', due_at = bkash_now(), finished_at = NULL, ended_attempts = 0
         WHERE id = $1 AND account = $2 AND status <> 'pending'
         RETURNING {COLUMNS}"
    );
    if let Some(begun) = optional_row(pool, &again, &[&id.0, &account.0]).await? {
        return Ok(Redelivery::Begun(Box::new(record(&begun)?)));
    }
    let is_there = "SELECT 1 FROM deliveries WHERE id = $1 AND account = $2";
    Ok(
        match optional_row(pool, is_there, &[&id.0, &account.0]).await? {
            Some(_) => Redelivery::Pending,
            None => Redelivery::Unknown,
        },
    )
}

pub(super) async fn redeliver_failed(
    pool: &Pool,
    account: AccountId,
    since: Option<Timestamp>,
    limit: usize,
) -> Result<usize, StoreError> {
    let statement = "UPDATE deliveries
         SET status = 'pending', due_at = bkash_now(), finished_at = NULL, ended_attempts = 0
         WHERE id IN (
            SELECT id FROM deliveries
            WHERE account = $1 AND status = 'failed' AND finished_at >= $2
            ORDER BY seq LIMIT $3 FOR UPDATE
         )
         RETURNING 1";
    let since = since.map_or(i64::MIN, Timestamp::as_millis);
    let parameters: super::connection::Parameters<'_> =
        &[&account.0, &since, &parameter::limit(limit)];
    Ok(rows(pool, statement, parameters).await?.len())
}

/// A row of [`COLUMNS`].
fn record(row: &Row) -> Result<DeliveryRecord, StoreError> {
    let status = column::word(row, 4, &DeliveryStatus::ALL, DeliveryStatus::as_str)?;
    let last = match column::timestamp_option(row, 8)? {
        None => None,
        Some(at) => Some((at, answer(row)?)),
    };
    Ok(DeliveryRecord {
        id: DeliveryId(column::get(row, 0)?),
        payment: column::parsed(row, 1)?,
        event_type: column::get(row, 2)?,
        body: column::get(row, 3)?,
        status,
        attempts: column::count(row, 5)?,
        created_at: column::timestamp(row, 6)?,
        due_at: match status {
            DeliveryStatus::Pending => Some(column::timestamp(row, 7)?),
            DeliveryStatus::Delivered | DeliveryStatus::Failed => None,
        },
        last,
    })
}

fn answer(row: &Row) -> Result<ShopAnswer, StoreError> {
    Ok(match column::status(row, 9)? {
        Some(status) => ShopAnswer::Status(status),
        None => ShopAnswer::None(column::get::<Option<String>>(row, 10)?.unwrap_or_default()),
    })
}
