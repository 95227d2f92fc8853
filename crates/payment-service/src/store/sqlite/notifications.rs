//! What bKash told us of completed payments.

use std::time::Duration;

use payment_core::{AccountId, PaymentId, Taka, Timestamp, TrxId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::column;
use super::group::Tx;
use crate::store::{
    NewNotification, Notification, NotificationOutcome, NotificationQuery, NotificationReason,
    NotificationState, Page, Received, StoreError,
};

const COLUMNS: &str = "message_id, trx_id, merchant_invoice_number, poisha, sale_poisha,
    transaction_type, sent_at, received_at, state, reason, payment, attempts, due_at, settled_at";

pub(super) fn receive(
    tx: Tx<'_>,
    account: AccountId,
    new: &NewNotification,
) -> Result<Received, StoreError> {
    let stored = tx
        .sql
        .prepare_cached(
            "INSERT INTO notifications
                (message_id, account, trx_id, merchant_invoice_number, poisha, sale_poisha,
                 transaction_type, sent_at, received_at, state, attempts, due_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'received', 0, ?9)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            new.message_id,
            account.0,
            new.trx_id.as_str(),
            new.merchant_invoice_number,
            new.amount.poisha(),
            new.sale_amount.map(Taka::poisha),
            new.transaction_type,
            new.sent_at.as_millis(),
            tx.now.as_millis(),
        ])?;
    Ok(match stored {
        0 => Received::Duplicate,
        _ => Received::New,
    })
}

/// The longest overdue first.
pub(super) fn claim(
    tx: Tx<'_>,
    account: AccountId,
    limit: usize,
    lease: Duration,
) -> Result<Vec<Notification>, StoreError> {
    let due = tx
        .sql
        .prepare_cached(
            "SELECT message_id FROM notifications
             WHERE state = 'received' AND due_at <= ?1 AND account = ?2
             ORDER BY due_at, rowid LIMIT ?3",
        )?
        .query_map(
            params![tx.now.as_millis(), account.0, column::limit(limit)],
            |row| row.get(0),
        )?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    let claimed_until = tx.now.plus(lease).as_millis();
    let mut claimed = Vec::with_capacity(due.len());
    for message_id in due {
        claimed.push(
            tx.sql
                .prepare_cached(&format!(
                    "UPDATE notifications SET attempts = attempts + 1, due_at = ?2
                     WHERE message_id = ?1 RETURNING {COLUMNS}"
                ))?
                .query_row(params![message_id, claimed_until], notification)?,
        );
    }
    Ok(claimed)
}

/// Only the worker whose attempt is the last one counted holds the lease.
pub(super) fn finish(
    tx: Tx<'_>,
    message_id: &str,
    attempt: u32,
    outcome: NotificationOutcome,
) -> Result<bool, StoreError> {
    let due_at = outcome.wait().map(|wait| tx.now.plus(wait).as_millis());
    let settled_at = due_at.is_none().then_some(tx.now.as_millis());
    let changed = tx
        .sql
        .prepare_cached(
            "UPDATE notifications SET state = ?3, reason = ?4, payment = ?5, due_at = ?6, settled_at = ?7
             WHERE message_id = ?1 AND attempts = ?2 AND state = 'received'",
        )?
        .execute(params![
            message_id,
            attempt,
            outcome.state().as_str(),
            outcome.reason(),
            outcome.payment(),
            due_at,
            settled_at,
        ])?;
    Ok(changed == 1)
}

/// In the order of the rows, so that no index need be kept for it.
pub(super) fn list(
    sql: &Connection,
    account: AccountId,
    query: &NotificationQuery,
) -> Result<Page<Notification>, StoreError> {
    let mut text = format!("SELECT {COLUMNS} FROM notifications WHERE account = ?");
    let mut values = vec![Value::from(account.0)];
    if let Some(state) = query.state {
        text.push_str(" AND state = ?");
        values.push(state.as_str().to_owned().into());
    }
    if let Some(after) = &query.after {
        text.push_str(" AND rowid < (SELECT rowid FROM notifications WHERE message_id = ?)");
        values.push(after.clone().into());
    }
    text.push_str(" ORDER BY rowid DESC LIMIT ?");
    // One more than asked tells whether more follow.
    values.push(column::limit(query.limit.saturating_add(1)).into());

    let mut items = sql
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), notification)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    Ok(Page { items, more })
}

/// The payment that a transaction belongs to, itself or by one of its refunds.
pub(super) fn owner(
    sql: &Connection,
    account: AccountId,
    trx_id: &TrxId,
) -> Result<Option<PaymentId>, StoreError> {
    Ok(sql
        .prepare_cached(
            "SELECT payment FROM gateway_transactions WHERE account = ?1 AND trx_id = ?2",
        )?
        .query_row(params![account.0, trx_id.as_str()], |row| {
            column::parsed(row, 0)
        })
        .optional()?)
}

/// A row of [`COLUMNS`].
fn notification(row: &Row<'_>) -> rusqlite::Result<Notification> {
    Ok(Notification {
        content: NewNotification {
            message_id: row.get(0)?,
            trx_id: TrxId::new(row.get_ref(1)?.as_str()?),
            merchant_invoice_number: row.get(2)?,
            amount: column::amount(row, 3)?,
            sale_amount: column::amount_option(row, 4)?,
            transaction_type: row.get(5)?,
            sent_at: column::timestamp(row, 6)?,
        },
        received_at: column::timestamp(row, 7)?,
        state: column::word(row, 8, &NotificationState::ALL, NotificationState::as_str)?,
        reason: column::word_option(row, 9, &NotificationReason::ALL, NotificationReason::as_str)?,
        payment: column::parsed_option(row, 10)?,
        attempts: row.get(11)?,
        due_at: row.get::<_, Option<i64>>(12)?.map(Timestamp::from_millis),
        settled_at: row.get::<_, Option<i64>>(13)?.map(Timestamp::from_millis),
    })
}
