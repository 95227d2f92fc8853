use payment_core::ledger::{LedgerAccount, LedgerEntry, Movement};
use payment_core::{AccountId, TrxId};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::column;
use super::group::Tx;
use super::transactions::Owner;
use crate::store::books::{self, StoredEntry};
use crate::store::{Balance, LedgerLine, LedgerQuery, Page, StoreError};

pub(super) fn append(tx: Tx<'_>, owner: Owner, entries: &[LedgerEntry]) -> Result<(), StoreError> {
    for entry in entries {
        let [debit, credit] = entry.postings();
        tx.sql
            .prepare_cached(
                "INSERT INTO ledger_entries
                    (account, at, movement, debit, credit, poisha, payment, refund, trx_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                owner.account.0,
                tx.now.as_millis(),
                entry.movement.as_str(),
                debit.account.as_str(),
                credit.account.as_str(),
                entry.amount.poisha(),
                owner.payment.to_string(),
                owner.refund.map(|id| id.to_string()),
                entry.trx_id.as_ref().map(TrxId::as_str),
            ])?;
    }
    Ok(())
}

pub(super) fn balances(sql: &Connection, account: AccountId) -> Result<Vec<Balance>, StoreError> {
    let sums = sql
        .prepare_cached(
            "SELECT debit, credit, sum(poisha) FROM ledger_entries WHERE account = ?1 GROUP BY 1, 2",
        )?
        .query_map([account.0], |row| {
            Ok((book(row, 0)?, book(row, 1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    books::balances(sums)
}

pub(super) fn lines(
    sql: &Connection,
    account: AccountId,
    query: &LedgerQuery,
) -> Result<Page<LedgerLine>, StoreError> {
    // Else SQLite walks the whole account in the order of the answer, to find the few entries of a payment.
    let of_account = match query.payment {
        Some(_) => "+account",
        None => "account",
    };
    let mut text = format!(
        "SELECT id, at, movement, debit, credit, poisha, payment, refund, trx_id
         FROM ledger_entries WHERE {of_account} = ?"
    );
    let mut values = vec![Value::from(account.0)];
    let conditions = [
        (
            " AND payment = ?",
            query.payment.map(|id| id.to_string().into()),
        ),
        (
            " AND at >= ?",
            query.from.map(|from| from.as_millis().into()),
        ),
        (" AND at < ?", query.to.map(|to| to.as_millis().into())),
        (
            " AND id <= ?",
            query.after.map(|after| books::last_entry(after).into()),
        ),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            text.push_str(condition);
            values.push(value);
        }
    }
    text.push_str(" ORDER BY id DESC LIMIT ?");
    values.push(column::limit(books::entries_for(query.limit)).into());

    let entries = sql
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), entry)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(books::page(entries, query))
}

fn entry(row: &Row<'_>) -> rusqlite::Result<StoredEntry> {
    Ok(StoredEntry {
        id: row.get(0)?,
        at: column::timestamp(row, 1)?,
        movement: column::word(row, 2, &Movement::ALL, Movement::as_str)?,
        debit: book(row, 3)?,
        credit: book(row, 4)?,
        poisha: row.get(5)?,
        payment: column::parsed(row, 6)?,
        refund: column::parsed_option(row, 7)?,
        trx_id: row.get::<_, Option<String>>(8)?.map(TrxId::new),
    })
}

fn book(row: &Row<'_>, index: usize) -> rusqlite::Result<LedgerAccount> {
    column::word(row, index, &LedgerAccount::ALL, LedgerAccount::as_str)
}
