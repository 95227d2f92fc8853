//! The shop's endpoint: whether it takes what it is sent.

use payment_core::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::column;
use super::group::Tx;
use crate::store::{
    DeliveryOutcome, Disabled, DisabledReason, Endpoint, EndpointDigest, StoreError,
};

pub(super) fn open(tx: Tx<'_>, address: EndpointDigest) -> Result<Endpoint, StoreError> {
    match stored(tx.sql)? {
        Some(endpoint) if endpoint.address == address => Ok(endpoint),
        _ => put(tx, Endpoint::new(address)),
    }
}

pub(super) fn stored(sql: &Connection) -> Result<Option<Endpoint>, StoreError> {
    Ok(sql
        .prepare_cached(
            "SELECT address, failing_since, last_failure_at, disabled_at, disabled_reason
             FROM webhook_endpoint",
        )?
        .query_row([], endpoint)
        .optional()?)
}

pub(super) fn enable(tx: Tx<'_>) -> Result<Option<Endpoint>, StoreError> {
    stored(tx.sql)?
        .map(|endpoint| put(tx, Endpoint::new(endpoint.address)))
        .transpose()
}

/// `Some` when the attempts have disabled it.
pub(super) fn judge(
    tx: Tx<'_>,
    address: EndpointDigest,
    outcomes: &[DeliveryOutcome],
) -> Result<Option<Disabled>, StoreError> {
    let Some(before) = stored(tx.sql)?.filter(|endpoint| endpoint.address == address) else {
        return Ok(None);
    };
    let after = before.after(outcomes, tx.now);
    if after == before {
        return Ok(None);
    }
    Ok(put(tx, after)?.disabled)
}

fn put(tx: Tx<'_>, endpoint: Endpoint) -> Result<Endpoint, StoreError> {
    tx.sql
        .prepare_cached("INSERT OR REPLACE INTO webhook_endpoint VALUES (1, ?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            endpoint.address.0,
            endpoint.failing_since.map(Timestamp::as_millis),
            endpoint.last_failure_at.map(Timestamp::as_millis),
            endpoint.disabled.map(|disabled| disabled.at.as_millis()),
            endpoint.disabled.map(|disabled| disabled.reason.as_str()),
        ])?;
    Ok(endpoint)
}

fn endpoint(row: &Row<'_>) -> rusqlite::Result<Endpoint> {
    let disabled = match row.get(3)? {
        None => None,
        Some(at) => Some(Disabled {
            at: Timestamp::from_millis(at),
            reason: column::word(row, 4, &DisabledReason::ALL, DisabledReason::as_str)?,
        }),
    };
    Ok(Endpoint {
        address: EndpointDigest(row.get(0)?),
        failing_since: row.get::<_, Option<i64>>(1)?.map(Timestamp::from_millis),
        last_failure_at: row.get::<_, Option<i64>>(2)?.map(Timestamp::from_millis),
        disabled,
    })
}
