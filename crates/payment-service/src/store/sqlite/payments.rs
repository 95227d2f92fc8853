use payment_core::payment::Payment;
use payment_core::{AccountId, PaymentId, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::{column, worklist};
use crate::store::{Due, Lane, Page, PaymentQuery, StoreError};

pub(super) fn one(sql: &Connection, id: PaymentId) -> Result<Option<Payment>, StoreError> {
    Ok(sql
        .prepare_cached("SELECT record FROM payments WHERE id = ?1")?
        .query_row([id.to_string()], column::from_record)
        .optional()?)
}

pub(super) fn list(
    sql: &Connection,
    account: AccountId,
    query: &PaymentQuery,
) -> Result<Page<Payment>, StoreError> {
    let mut text = "SELECT record FROM payments WHERE account = ?".to_owned();
    let mut values = vec![Value::from(account.0)];
    let conditions = [
        (
            " AND status = ?",
            query.status.map(|status| status.as_str().to_owned().into()),
        ),
        (
            " AND merchant_invoice_number = ?",
            query.merchant_invoice_number.clone().map(Value::from),
        ),
        (
            " AND created_at >= ?",
            query.from.map(|from| from.as_millis().into()),
        ),
        (
            " AND created_at < ?",
            query.to.map(|to| to.as_millis().into()),
        ),
        (
            " AND (created_at, id) < (SELECT created_at, id FROM payments WHERE id = ?)",
            query.after.map(|after| after.to_string().into()),
        ),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            text.push_str(condition);
            values.push(value);
        }
    }
    text.push_str(" ORDER BY created_at DESC, id DESC LIMIT ?");
    // One more than asked tells whether more follow.
    values.push(column::limit(query.limit.saturating_add(1)).into());

    let mut items = sql
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), column::from_record)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    Ok(Page { items, more })
}

pub(super) fn due(
    sql: &Connection,
    lane: Lane,
    now: Timestamp,
    limit: usize,
) -> Result<Due<Payment>, StoreError> {
    // The conditions on the status are those of partial indexes, word for word. Of each no more is read than asked for.
    let statement = match lane {
        Lane::Local => {
            "SELECT record FROM payments
             WHERE due_at <= ?1 AND status IN ('creating', 'awaiting_payer')
             ORDER BY due_at, rowid LIMIT ?2"
        }
        Lane::Gateway => {
            "SELECT record FROM (
                SELECT * FROM (
                    SELECT record, 1 AS lane, due_at, rowid AS row FROM payments
                    WHERE due_at <= ?1 AND status = 'executing' ORDER BY due_at, rowid LIMIT ?2)
                UNION ALL
                SELECT * FROM (
                    SELECT record, 2, due_at, rowid FROM payments
                    WHERE due_at <= ?1 AND status = 'unresolved' ORDER BY due_at, rowid LIMIT ?2)
             ) ORDER BY lane, due_at, row LIMIT ?2"
        }
    };
    worklist::due(sql, statement, now, limit)
}

pub(super) fn needing_attention(
    sql: &Connection,
    account: AccountId,
    limit: usize,
) -> Result<Vec<Payment>, StoreError> {
    let statement = "SELECT record FROM payments WHERE account = ?1 AND needs_attention = 1
             ORDER BY created_at, id LIMIT ?2";
    worklist::needing_attention(sql, statement, account, limit)
}
