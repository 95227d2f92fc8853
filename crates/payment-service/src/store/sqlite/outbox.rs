//! Webhooks on their way to the shop.

use std::time::Duration;

use rusqlite::{Row, params};

use super::column;
use super::group::Tx;
use crate::store::{
    Delivery, DeliveryId, DeliveryOutcome, DeliveryStatus, NewDelivery, StoreError,
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

/// The longest overdue first.
pub(super) fn claim(
    tx: Tx<'_>,
    limit: usize,
    lease: Duration,
) -> Result<Vec<Delivery>, StoreError> {
    let due = tx
        .sql
        .prepare_cached(
            "SELECT id, payment, event_type, body, attempts + 1 FROM deliveries
             WHERE status = 'pending' AND due_at <= ?1 ORDER BY due_at, rowid LIMIT ?2",
        )?
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

/// Only the worker whose attempt is the last one counted holds the lease.
pub(super) fn finish(
    tx: Tx<'_>,
    id: &DeliveryId,
    attempt: u32,
    outcome: DeliveryOutcome,
) -> Result<(), StoreError> {
    let (status, due_at) = match outcome {
        DeliveryOutcome::Delivered => (DeliveryStatus::Delivered, None),
        DeliveryOutcome::GaveUp => (DeliveryStatus::Failed, None),
        DeliveryOutcome::Retry(wait) => (DeliveryStatus::Pending, Some(tx.now.plus(wait))),
    };
    let finished_at = due_at.is_none().then_some(tx.now.as_millis());
    tx.sql
        .prepare_cached(
            "UPDATE deliveries SET status = ?3, due_at = coalesce(?4, due_at), finished_at = ?5
             WHERE id = ?1 AND attempts = ?2 AND status = 'pending'",
        )?
        .execute(params![
            id.0,
            attempt,
            status.as_str(),
            due_at.map(payment_core::Timestamp::as_millis),
            finished_at
        ])?;
    Ok(())
}

fn delivery(tx: Tx<'_>, row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        id: DeliveryId(row.get(0)?),
        payment: column::parsed(row, 1)?,
        event_type: row.get(2)?,
        body: row.get(3)?,
        attempt: row.get(4)?,
        claimed_at: tx.now,
    })
}
