use deadpool_postgres::Pool;
use payment_core::PaymentId;
use tokio_postgres::Row;

use super::column;
use super::connection::rows;
use crate::store::{Evidence, StoreError};

pub(super) async fn of(pool: &Pool, payment: PaymentId) -> Result<Vec<Evidence>, StoreError> {
    let statement =
        "SELECT call, refund, at, status, body FROM evidence WHERE payment = $1 ORDER BY id";
    let rows = rows(pool, statement, &[&payment.to_string()]).await?;
    rows.iter().map(evidence).collect()
}

fn evidence(row: &Row) -> Result<Evidence, StoreError> {
    Ok(Evidence {
        call: column::word(row, 0, &Evidence::CALLS, |call| call)?,
        refund: column::parsed_option(row, 1)?,
        at: column::timestamp(row, 2)?,
        status: column::status(row, 3)?,
        body: column::get(row, 4)?,
    })
}
