use payment_core::PaymentId;
use rusqlite::{Connection, Row, params};

use super::column;
use super::group::Tx;
use crate::store::{Evidence, StoreError};

pub(super) fn add(
    tx: Tx<'_>,
    payment: PaymentId,
    evidence: Option<&Evidence>,
) -> Result<(), StoreError> {
    let Some(evidence) = evidence else {
        return Ok(());
    };
    tx.sql
        .prepare_cached(
            "INSERT INTO evidence (payment, refund, call, at, status, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            payment.to_string(),
            evidence.refund.map(|id| id.to_string()),
            evidence.call,
            evidence.at.as_millis(),
            evidence.status,
            evidence.body,
        ])?;
    Ok(())
}

pub(super) fn of(sql: &Connection, payment: PaymentId) -> Result<Vec<Evidence>, StoreError> {
    let kept = sql
        .prepare_cached(
            "SELECT call, refund, at, status, body FROM evidence WHERE payment = ?1 ORDER BY id",
        )?
        .query_map([payment.to_string()], evidence)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(kept)
}

fn evidence(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    Ok(Evidence {
        call: column::word(row, 0, &Evidence::CALLS, |call| call)?,
        refund: column::parsed_option(row, 1)?,
        at: column::timestamp(row, 2)?,
        status: row.get(3)?,
        body: row.get(4)?,
    })
}
