//! What bKash told us of completed payments.

use std::time::Duration;

use deadpool_postgres::Pool;
use payment_core::{AccountId, PaymentId, Taka, TrxId};
use tokio_postgres::Row;

use super::connection::{Parameters, optional_row, rows};
use super::listing::Listing;
use super::{column, parameter};
use crate::store::{
    NewNotification, Notification, NotificationOutcome, NotificationQuery, NotificationReason,
    NotificationState, Page, Received, StoreError,
};

const COLUMNS: &str = "message_id, trx_id, merchant_invoice_number, poisha, sale_poisha, transaction_type, sent_at, \
     received_at, state, reason, payment, attempts, due_at, settled_at";

pub(super) async fn receive(
    pool: &Pool,
    account: AccountId,
    new: &NewNotification,
) -> Result<Received, StoreError> {
    let statement = "
        INSERT INTO notifications (message_id, account, trx_id, merchant_invoice_number, poisha, sale_poisha,
            transaction_type, sent_at, received_at, state, attempts, due_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, clock.now, 'received', 0, clock.now
        FROM (SELECT bkash_now() AS now) clock
        ON CONFLICT DO NOTHING
        RETURNING 1";
    let parameters: Parameters<'_> = &[
        &parameter::storable(&new.message_id),
        &account.0,
        &parameter::trx_id(&new.trx_id),
        &new.merchant_invoice_number
            .as_deref()
            .map(parameter::storable),
        &new.amount.poisha(),
        &new.sale_amount.map(Taka::poisha),
        &parameter::storable(&new.transaction_type),
        &new.sent_at.as_millis(),
    ];
    Ok(match optional_row(pool, statement, parameters).await? {
        None => Received::Duplicate,
        Some(_) => Received::New,
    })
}

/// What another worker is about to claim is passed over, so that nobody waits.
pub(super) async fn claim(
    pool: &Pool,
    account: AccountId,
    limit: usize,
    lease: Duration,
) -> Result<Vec<Notification>, StoreError> {
    let statement = format!(
        "WITH clock AS MATERIALIZED (SELECT bkash_now() AS now),
        due AS (
            SELECT message_id AS id, due_at AS was_due FROM notifications
            WHERE state = 'received' AND due_at <= (SELECT now FROM clock) AND account = $1
            ORDER BY due_at, seq LIMIT $2 FOR UPDATE SKIP LOCKED
        ),
        claimed AS (
            UPDATE notifications n SET attempts = n.attempts + 1, due_at = clock.now + $3
            FROM due, clock WHERE n.message_id = due.id
            RETURNING n.*, due.was_due
        )
        SELECT {COLUMNS} FROM claimed ORDER BY was_due, seq"
    );
    let (limit, lease) = (parameter::limit(limit), parameter::millis(lease));
    let rows = rows(pool, &statement, &[&account.0, &limit, &lease]).await?;
    rows.iter().map(notification).collect()
}

/// Only the worker whose attempt is the last one counted holds the lease.
pub(super) async fn finish(
    pool: &Pool,
    message_id: &str,
    attempt: u32,
    outcome: NotificationOutcome,
) -> Result<bool, StoreError> {
    let statement = "
        UPDATE notifications
        SET state = $3, reason = $4, payment = $5, due_at = clock.now + $6,
            settled_at = CASE WHEN $6::bigint IS NULL THEN clock.now END
        FROM (SELECT bkash_now() AS now) clock
        WHERE message_id = $1 AND attempts = $2 AND state = 'received'
        RETURNING 1";
    let attempt = i32::try_from(attempt).map_err(StoreError::corrupt)?;
    let parameters: Parameters<'_> = &[
        &message_id,
        &attempt,
        &outcome.state().as_str(),
        &outcome.reason(),
        &outcome.payment(),
        &outcome.wait().map(parameter::millis),
    ];
    Ok(optional_row(pool, statement, parameters).await?.is_some())
}

pub(super) async fn list(
    pool: &Pool,
    account: AccountId,
    query: &NotificationQuery,
) -> Result<Page<Notification>, StoreError> {
    let state = query.state.map(NotificationState::as_str);
    // One more than asked tells whether more follow.
    let limit = Some(parameter::limit(query.limit.saturating_add(1)));
    let text = format!("SELECT {COLUMNS} FROM notifications WHERE account = $1");
    let mut listing = Listing::new(&text, &account.0);
    listing.and(("AND state =", ""), state.as_ref());
    let older = "AND seq < (SELECT n.seq FROM notifications n WHERE n.message_id =";
    listing.and((older, ")"), query.after.as_ref());
    listing.and(("ORDER BY seq DESC LIMIT", ""), limit.as_ref());

    let rows = rows(pool, listing.text(), listing.values()).await?;
    let mut items: Vec<_> = rows.iter().map(notification).collect::<Result<_, _>>()?;
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    Ok(Page { items, more })
}

/// The payment that a transaction belongs to, itself or by one of its refunds.
pub(super) async fn owner(
    pool: &Pool,
    account: AccountId,
    trx_id: &TrxId,
) -> Result<Option<PaymentId>, StoreError> {
    let statement = "SELECT payment FROM gateway_transactions WHERE account = $1 AND trx_id = $2";
    let row = optional_row(pool, statement, &[&account.0, &parameter::trx_id(trx_id)]).await?;
    row.map(|row| column::parsed(&row, 0)).transpose()
}

/// A row of [`COLUMNS`].
fn notification(row: &Row) -> Result<Notification, StoreError> {
    let trx_id: &str = column::get(row, 1)?;
    Ok(Notification {
        content: NewNotification {
            message_id: column::get(row, 0)?,
            trx_id: TrxId::new(trx_id),
            merchant_invoice_number: column::get(row, 2)?,
            amount: column::amount(column::get(row, 3)?)?,
            sale_amount: column::get::<Option<i64>>(row, 4)?
                .map(column::amount)
                .transpose()?,
            transaction_type: column::get(row, 5)?,
            sent_at: column::timestamp(row, 6)?,
        },
        received_at: column::timestamp(row, 7)?,
        state: column::word(row, 8, &NotificationState::ALL, NotificationState::as_str)?,
        reason: column::word_option(row, 9, &NotificationReason::ALL, NotificationReason::as_str)?,
        payment: column::parsed_option(row, 10)?,
        attempts: column::count(row, 11)?,
        due_at: column::timestamp_option(row, 12)?,
        settled_at: column::timestamp_option(row, 13)?,
    })
}
