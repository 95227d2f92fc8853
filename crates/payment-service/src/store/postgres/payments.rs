use deadpool_postgres::Pool;
use payment_core::payment::Payment;
use payment_core::{AccountId, PaymentId, Timestamp};

use super::connection::{optional_row, rows};
use super::listing::Listing;
use super::{column, parameter};
use crate::store::{Due, Lane, Page, PaymentQuery, StoreError};

pub(super) async fn one(pool: &Pool, id: PaymentId) -> Result<Option<Payment>, StoreError> {
    let statement = "SELECT record FROM payments WHERE id = $1";
    let row = optional_row(pool, statement, &[&id.to_string()]).await?;
    row.map(|row| column::record(&row, 0)).transpose()
}

pub(super) async fn list(
    pool: &Pool,
    account: AccountId,
    query: &PaymentQuery,
) -> Result<Page<Payment>, StoreError> {
    let status = query.status.map(|status| status.as_str());
    let (from, to) = (
        query.from.map(Timestamp::as_millis),
        query.to.map(Timestamp::as_millis),
    );
    let after = query.after.map(|after| after.to_string());
    // One more than asked tells whether more follow.
    let limit = Some(parameter::limit(query.limit.saturating_add(1)));
    let mut listing = Listing::new("SELECT record FROM payments WHERE account = $1", &account.0);
    listing.and(("AND status =", ""), status.as_ref());
    let invoice = query.merchant_invoice_number.as_deref();
    let invoice = invoice.map(parameter::storable);
    let invoice = invoice.as_deref();
    listing.and(("AND merchant_invoice_number =", ""), invoice.as_ref());
    listing.and(("AND created_at >=", ""), from.as_ref());
    listing.and(("AND created_at <", ""), to.as_ref());
    let older = "AND (created_at, id) < (SELECT p.created_at, p.id FROM payments p WHERE p.id =";
    listing.and((older, ")"), after.as_ref());
    listing.and(
        ("ORDER BY created_at DESC, id DESC LIMIT", ""),
        limit.as_ref(),
    );

    let rows = rows(pool, listing.text(), listing.values()).await?;
    let mut items: Vec<Payment> = column::records(&rows)?;
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    Ok(Page { items, more })
}

pub(super) async fn due(pool: &Pool, lane: Lane, limit: usize) -> Result<Due<Payment>, StoreError> {
    // The conditions on the status are those of partial indexes, word for word. Of each no more is read than asked
    // for. The clock has a row of its own, so that it is told also when nothing is due.
    let statement = match lane {
        Lane::Local => {
            "SELECT clock.now, due.record FROM (SELECT bkash_now() AS now) clock LEFT JOIN LATERAL (
                SELECT record, due_at, id FROM payments
                WHERE due_at <= clock.now AND status IN ('creating', 'awaiting_payer')
                ORDER BY due_at, id LIMIT $1
             ) due ON true ORDER BY due.due_at, due.id"
        }
        Lane::Gateway => {
            "SELECT clock.now, due.record FROM (SELECT bkash_now() AS now) clock LEFT JOIN LATERAL (
                (SELECT record, 1 AS lane, due_at, id FROM payments
                 WHERE due_at <= clock.now AND status = 'executing' ORDER BY due_at, id LIMIT $1)
                UNION ALL
                (SELECT record, 2, due_at, id FROM payments
                 WHERE due_at <= clock.now AND status = 'unresolved' ORDER BY due_at, id LIMIT $1)
                ORDER BY lane, due_at, id LIMIT $1
             ) due ON true ORDER BY due.lane, due.due_at, due.id"
        }
    };
    column::due(&rows(pool, statement, &[&parameter::limit(limit)]).await?)
}

pub(super) async fn needing_attention(
    pool: &Pool,
    account: AccountId,
    limit: usize,
) -> Result<Vec<Payment>, StoreError> {
    let statement = "SELECT record FROM payments WHERE account = $1 AND needs_attention
         ORDER BY created_at, id LIMIT $2";
    column::records(&rows(pool, statement, &[&account.0, &parameter::limit(limit)]).await?)
}
