//! Decisions on what is stored already.

use deadpool_postgres::Pool;

use super::connection::row;
use super::{column, parameter};
use crate::store::{Committed, PaymentChange, RefundChange, StoreError};

pub(super) async fn commit_payment(
    pool: &Pool,
    change: &PaymentChange,
) -> Result<Committed, StoreError> {
    let change = parameter::payment_change(change)?.to_string();
    let statement = "SELECT outcome, paid_by FROM write_payment($1::text::jsonb)";
    let row = row(pool, statement, &[&change]).await?;
    match column::get(&row, 0)? {
        "invoice_paid" => Ok(Committed::InvoicePaid(column::parsed(&row, 1)?)),
        outcome => committed(outcome),
    }
}

pub(super) async fn commit_refund(
    pool: &Pool,
    change: &RefundChange,
) -> Result<Committed, StoreError> {
    let change = parameter::refund_change(change)?.to_string();
    let row = row(pool, "SELECT write_refund($1::text::jsonb)", &[&change]).await?;
    committed(column::get(&row, 0)?)
}

fn committed(outcome: &str) -> Result<Committed, StoreError> {
    match outcome {
        "done" => Ok(Committed::Done),
        "stale" => Ok(Committed::Stale),
        "trx_id_taken" => Ok(Committed::TrxIdTaken),
        other => Err(column::unknown(other)),
    }
}
