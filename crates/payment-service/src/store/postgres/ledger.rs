use deadpool_postgres::Pool;
use payment_core::AccountId;
use payment_core::ledger::{LedgerAccount, Movement};
use payment_core::{Timestamp, TrxId};
use tokio_postgres::Row;

use super::connection::rows;
use super::listing::Listing;
use super::{column, parameter};
use crate::store::books::{self, StoredEntry};
use crate::store::{Balance, LedgerLine, LedgerQuery, Page, StoreError};

pub(super) async fn balances(pool: &Pool, account: AccountId) -> Result<Vec<Balance>, StoreError> {
    let statement = "SELECT debit, credit, sum(poisha)::bigint FROM ledger_entries
         WHERE account = $1 GROUP BY 1, 2";
    let rows = rows(pool, statement, &[&account.0]).await?;
    let sum = |row| Ok((book(row, 0)?, book(row, 1)?, column::get(row, 2)?));
    books::balances(
        rows.iter()
            .map(sum)
            .collect::<Result<Vec<_>, StoreError>>()?,
    )
}

pub(super) async fn lines(
    pool: &Pool,
    account: AccountId,
    query: &LedgerQuery,
) -> Result<Page<LedgerLine>, StoreError> {
    let payment = query.payment.map(|id| id.to_string());
    let (from, to) = (
        query.from.map(Timestamp::as_millis),
        query.to.map(Timestamp::as_millis),
    );
    let last = query.after.map(books::last_entry);
    let limit = Some(parameter::limit(books::entries_for(query.limit)));
    let mut listing = Listing::new(
        "SELECT id, at, movement, debit, credit, poisha, payment, refund, trx_id
         FROM ledger_entries WHERE account = $1",
        &account.0,
    );
    listing.and(("AND payment =", ""), payment.as_ref());
    listing.and(("AND at >=", ""), from.as_ref());
    listing.and(("AND at <", ""), to.as_ref());
    listing.and(("AND id <=", ""), last.as_ref());
    listing.and(("ORDER BY id DESC LIMIT", ""), limit.as_ref());
    let rows = rows(pool, listing.text(), listing.values()).await?;
    let entries = rows.iter().map(entry).collect::<Result<_, _>>()?;
    Ok(books::page(entries, query))
}

fn entry(row: &Row) -> Result<StoredEntry, StoreError> {
    Ok(StoredEntry {
        id: column::get(row, 0)?,
        at: column::timestamp(row, 1)?,
        movement: column::word(row, 2, &Movement::ALL, Movement::as_str)?,
        debit: book(row, 3)?,
        credit: book(row, 4)?,
        poisha: column::get(row, 5)?,
        payment: column::parsed(row, 6)?,
        refund: column::parsed_option(row, 7)?,
        trx_id: column::get::<Option<String>>(row, 8)?.map(TrxId::new),
    })
}

fn book(row: &Row, index: usize) -> Result<LedgerAccount, StoreError> {
    column::word(row, index, &LedgerAccount::ALL, LedgerAccount::as_str)
}
