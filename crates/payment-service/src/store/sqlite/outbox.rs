//! Webhooks on their way to the shop.

use std::time::Duration;

use payment_core::Timestamp;
use rusqlite::{Row, params};

use super::group::Tx;
use super::{column, endpoint};
use crate::store::{
    Attempt, ClaimOrder, Delivery, DeliveryId, DeliveryOutcome, DeliveryStatus, Disabled,
    EndpointDigest, NewDelivery, ShopAnswer, StoreError,
};

pub(super) fn add(tx: Tx<'_>, deliveries: &[NewDelivery]) -> Result<(), StoreError> {
    for delivery in deliveries {
        tx.sql
            .prepare_cached(
                "INSERT INTO deliveries
                    (id, payment, event_type, body, status, attempts, due_at, created_at)
                 VALUES (?1, ?2, ?3, ?4, 'pending', 0, ?5, ?5)",
            )?
            .execute(params![
                delivery.id.0,
                delivery.payment.to_string(),
                delivery.event_type,
                delivery.body,
                tx.now.as_millis(),
            ])?;
    }
    Ok(())
}

pub(super) fn claim(
    tx: Tx<'_>,
    limit: usize,
    lease: Duration,
    order: ClaimOrder,
) -> Result<Vec<Delivery>, StoreError> {
    // Each is the order of a partial index.
    let first = match order {
        ClaimOrder::LongestOverdue => "due_at",
        ClaimOrder::LeastAttempted => "attempts, due_at",
    };
    let due = tx
        .sql
        .prepare_cached(&format!(
            "SELECT id, payment, event_type, body, attempts + 1, ended_attempts + 1
             FROM deliveries
             WHERE status = 'pending' AND due_at <= ?1
                AND NOT EXISTS (SELECT 1 FROM webhook_endpoint WHERE disabled_at IS NOT NULL)
             ORDER BY {first}, rowid LIMIT ?2"
        ))?
        .query_map(params![tx.now.as_millis(), column::limit(limit)], |row| {
            delivery(tx, row)
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for delivery in &due {
        tx.sql
            .prepare_cached("UPDATE deliveries SET attempts = ?2, due_at = ?3 WHERE id = ?1")?
            .execute(params![
                delivery.id.0,
                delivery.attempt,
                tx.now.plus(lease).as_millis()
            ])?;
    }
    Ok(due)
}

/// Only the worker whose attempt is the last one counted holds the lease, until its end is recorded.
pub(super) fn finish(
    tx: Tx<'_>,
    address: EndpointDigest,
    attempts: &[Attempt],
) -> Result<Option<Disabled>, StoreError> {
    let mut recorded = Vec::with_capacity(attempts.len());
    for attempt in attempts {
        if record(tx, attempt)? {
            recorded.push(attempt.outcome);
        }
    }
    endpoint::judge(tx, address, &recorded)
}

/// `false` when the lease has passed on, or its end is recorded already.
fn record(tx: Tx<'_>, attempt: &Attempt) -> Result<bool, StoreError> {
    let (status, due_at) = match attempt.outcome {
        DeliveryOutcome::Delivered => (DeliveryStatus::Delivered, None),
        DeliveryOutcome::GaveUp => (DeliveryStatus::Failed, None),
        DeliveryOutcome::Retry(wait) | DeliveryOutcome::Gone(wait) => {
            (DeliveryStatus::Pending, Some(tx.now.plus(wait)))
        }
    };
    let finished_at = due_at.is_none().then_some(tx.now.as_millis());
    let (answered, not_answered) = match &attempt.answer {
        ShopAnswer::Status(status) => (Some(*status), None),
        ShopAnswer::None(why) => (None, Some(why)),
    };
    let changed = tx
        .sql
        .prepare_cached(
            "UPDATE deliveries SET status = ?3, due_at = coalesce(?4, due_at), finished_at = ?5,
                attempted_at = ?6, answered = ?7, not_answered = ?8,
                earlier_attempts = attempts, ended_attempts = ended_attempts + 1
             WHERE id = ?1 AND attempts = ?2 AND attempts > earlier_attempts AND status = 'pending'",
        )?
        .execute(params![
            attempt.id.0,
            attempt.number,
            status.as_str(),
            due_at.map(Timestamp::as_millis),
            finished_at,
            tx.now.as_millis(),
            answered,
            not_answered,
        ])?;
    Ok(changed == 1)
}

fn delivery(tx: Tx<'_>, row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        id: DeliveryId(row.get(0)?),
        payment: column::parsed(row, 1)?,
        event_type: row.get(2)?,
        body: row.get(3)?,
        attempt: row.get(4)?,
        scheduled: row.get(5)?,
        claimed_at: tx.now,
    })
}
