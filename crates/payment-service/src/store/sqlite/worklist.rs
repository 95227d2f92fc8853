//! Records that wait for somebody: for a worker by their time, for a person by their mark.

use payment_core::{AccountId, Timestamp};
use rusqlite::{Connection, params};
use serde::de::DeserializeOwned;

use super::column;
use crate::store::{Due, StoreError};

/// `statement` takes the present moment and a limit.
pub(super) fn due<T: DeserializeOwned>(
    sql: &Connection,
    statement: &str,
    now: Timestamp,
    limit: usize,
) -> Result<Due<T>, StoreError> {
    let items = sql
        .prepare_cached(statement)?
        .query_map(
            params![now.as_millis(), column::limit(limit)],
            column::from_record,
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Due { now, items })
}

/// `statement` takes an account and a limit.
pub(super) fn needing_attention<T: DeserializeOwned>(
    sql: &Connection,
    statement: &str,
    account: AccountId,
    limit: usize,
) -> Result<Vec<T>, StoreError> {
    Ok(sql
        .prepare_cached(statement)?
        .query_map(
            params![account.0, column::limit(limit)],
            column::from_record,
        )?
        .collect::<rusqlite::Result<_>>()?)
}
