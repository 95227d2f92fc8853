use deadpool_postgres::Pool;
use payment_core::payment::Payment;
use payment_core::refund::{Refund, reserve};
use payment_core::{AccountId, PaymentId};
use serde_json::{Value, json};
use tokio_postgres::Row;

use super::connection::{optional_row, row};
use super::{column, parameter};
use crate::store::{KeyClaim, Reserved, Reserving, StoreError, StoredAnswer};

/// Each try that is stale was beaten by a change of the same payment, its refunds or the key; they have few.
const TRIES: usize = 100;

/// Decides on what was read, and writes only if that still holds.
pub(super) async fn reserve_refund(
    pool: &Pool,
    reserving: &Reserving,
) -> Result<Reserved, StoreError> {
    for _ in 0..TRIES {
        let Some(seen) = load(pool, reserving.payment, &reserving.key).await? else {
            return Ok(Reserved::NoPayment);
        };
        if let Some(used) = seen.used {
            return Ok(used);
        }
        let (id, order) = (reserving.id, reserving.order.clone());
        let (limit, now) = (reserving.limit, reserving.now);
        match reserve(&seen.payment, &seen.refunds, id, order, limit, now) {
            Err(refused) => return Ok(Reserved::Refused(refused)),
            Ok(refund) => {
                if write(pool, &refund, &reserving.key, seen.state).await? {
                    return Ok(Reserved::Fresh(Box::new(refund)));
                }
            }
        }
    }
    Err(StoreError::unavailable("the payment changes all the time"))
}

/// What the key has been used for; `None` when it is free.
pub(super) async fn of_key(
    pool: &Pool,
    account: AccountId,
    key: &KeyClaim,
) -> Result<Option<Reserved>, StoreError> {
    let statement = "SELECT k.fingerprint, k.status, k.body, r.record
         FROM idempotency_keys k LEFT JOIN refunds r ON r.id = k.subject
         WHERE k.account = $1 AND k.route = $2 AND k.key = $3";
    let (route, text) = (key.route.as_str(), &key.key);
    let row = optional_row(pool, statement, &[&account.0, &route, text]).await?;
    row.map(|row| used(&row, key)).transpose()
}

/// Everything that a reservation is decided on, as of one moment.
struct Seen {
    payment: Payment,
    refunds: Vec<Refund>,
    used: Option<Reserved>,
    /// By which the database tells whether it is still so.
    state: Value,
}

async fn load(pool: &Pool, payment: PaymentId, key: &KeyClaim) -> Result<Option<Seen>, StoreError> {
    let statement = "
        SELECT k.fingerprint, k.status, k.body, of_key.record, p.record, r.records, p.version, r.count, r.versions
        FROM payments p
        CROSS JOIN LATERAL (
            SELECT array_agg(record ORDER BY created_at, id) AS records,
                count(*) AS count, coalesce(sum(version), 0)::bigint AS versions
            FROM refunds WHERE payment = p.id
        ) r
        LEFT JOIN idempotency_keys k ON k.account = p.account AND k.route = $2 AND k.key = $3
        LEFT JOIN refunds of_key ON of_key.id = k.subject
        WHERE p.id = $1";
    let (id, route) = (payment.to_string(), key.route.as_str());
    let Some(row) = optional_row(pool, statement, &[&id, &route, &key.key]).await? else {
        return Ok(None);
    };
    let is_used = column::get::<Option<&[u8]>>(&row, 0)?.is_some();
    let records: Option<Vec<&str>> = column::get(&row, 5)?;
    Ok(Some(Seen {
        used: is_used.then(|| used(&row, key)).transpose()?,
        payment: column::record(&row, 4)?,
        refunds: records
            .unwrap_or_default()
            .into_iter()
            .map(column::from_record)
            .collect::<Result<_, _>>()?,
        state: json!({
            "version": column::get::<i64>(&row, 6)?,
            "refunds": column::get::<i64>(&row, 7)?,
            "refund_versions": column::get::<i64>(&row, 8)?,
        }),
    }))
}

/// `false` when what was seen is not so any more.
async fn write(
    pool: &Pool,
    refund: &Refund,
    key: &KeyClaim,
    seen: Value,
) -> Result<bool, StoreError> {
    let parameter = json!({
        "refund": parameter::refund(refund)?,
        "wake_after": parameter::wake_after(refund.wake_after()),
        "key": parameter::key(key),
        "seen": seen,
    });
    let statement = "SELECT reserve_refund($1::text::jsonb)";
    let row = row(pool, statement, &[&parameter.to_string()]).await?;
    match column::get(&row, 0)? {
        "fresh" => Ok(true),
        "stale" => Ok(false),
        other => Err(column::unknown(other)),
    }
}

/// From the first columns: fingerprint, status, body and the refund's record.
fn used(row: &Row, key: &KeyClaim) -> Result<Reserved, StoreError> {
    let fingerprint: &[u8] = column::get(row, 0)?;
    if fingerprint != key.fingerprint.0 {
        return Ok(Reserved::OtherContent);
    }
    if let Some(status) = column::status(row, 1)? {
        let body = column::get(row, 2)?;
        return Ok(Reserved::Replay(StoredAnswer { status, body }));
    }
    match column::get(row, 3)? {
        Some(record) => Ok(Reserved::InFlight(column::from_record(record)?)),
        None => Err(StoreError::corrupt(
            "an idempotency key names a refund that is not there",
        )),
    }
}
