//! The shop's endpoint: whether it takes what it is sent.

use deadpool_postgres::Pool;
use tokio_postgres::Row;

use super::column;
use super::connection::{optional_row, row};
use crate::store::{Disabled, DisabledReason, Endpoint, EndpointDigest, StoreError};

pub(super) async fn open(pool: &Pool, address: EndpointDigest) -> Result<Endpoint, StoreError> {
    // The row is written also where nothing changes, so that it is answered as it is.
    let statement = "
        INSERT INTO webhook_endpoint AS known (address) VALUES ($1)
        ON CONFLICT (only_row) DO UPDATE SET
            address = excluded.address,
            failing_since = CASE WHEN known.address = excluded.address THEN known.failing_since END,
            last_failure_at = CASE WHEN known.address = excluded.address THEN known.last_failure_at END,
            disabled_at = CASE WHEN known.address = excluded.address THEN known.disabled_at END,
            disabled_reason = CASE WHEN known.address = excluded.address THEN known.disabled_reason END
        RETURNING address, failing_since, last_failure_at, disabled_at, disabled_reason";
    endpoint(&row(pool, statement, &[&address.0.as_slice()]).await?)
}

pub(super) async fn stored(pool: &Pool) -> Result<Option<Endpoint>, StoreError> {
    let statement = "SELECT address, failing_since, last_failure_at, disabled_at, disabled_reason
         FROM webhook_endpoint";
    let row = optional_row(pool, statement, &[]).await?;
    row.as_ref().map(endpoint).transpose()
}

pub(super) async fn enable(pool: &Pool) -> Result<Option<Endpoint>, StoreError> {
    let statement = "
        UPDATE webhook_endpoint SET
            failing_since = NULL, last_failure_at = NULL, disabled_at = NULL, disabled_reason = NULL
        RETURNING address, failing_since, last_failure_at, disabled_at, disabled_reason";
    let row = optional_row(pool, statement, &[]).await?;
    row.as_ref().map(endpoint).transpose()
}

fn endpoint(row: &Row) -> Result<Endpoint, StoreError> {
    let address: &[u8] = column::get(row, 0)?;
    let disabled = match column::timestamp_option(row, 3)? {
        None => None,
        Some(at) => Some(Disabled {
            at,
            reason: column::word(row, 4, &DisabledReason::ALL, DisabledReason::as_str)?,
        }),
    };
    Ok(Endpoint {
        address: EndpointDigest(address.try_into().map_err(StoreError::corrupt)?),
        failing_since: column::timestamp_option(row, 1)?,
        last_failure_at: column::timestamp_option(row, 2)?,
        disabled,
    })
}
