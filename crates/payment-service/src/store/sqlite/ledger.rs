use payment_core::ledger::{LedgerAccount, LedgerEntry, Movement};
use payment_core::{AccountId, TrxId};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::column;
use super::group::Tx;
use super::transactions::Owner;
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

/// Every book, also one that nothing stands in.
pub(super) fn balances(sql: &Connection, account: AccountId) -> Result<Vec<Balance>, StoreError> {
    let mut balances = LedgerAccount::ALL.map(|account| Balance { account, poisha: 0 });
    let mut statement = sql.prepare_cached(
        "SELECT debit, credit, sum(poisha) FROM ledger_entries WHERE account = ?1 GROUP BY 1, 2",
    )?;
    let mut rows = statement.query([account.0])?;
    while let Some(row) = rows.next()? {
        let (debit, credit, poisha) = (book(row, 0)?, book(row, 1)?, row.get::<_, i64>(2)?);
        for balance in &mut balances {
            let change = match balance.account {
                account if account == debit => poisha,
                account if account == credit => -poisha,
                _ => 0,
            };
            balance.poisha = balance
                .poisha
                .checked_add(change)
                .ok_or_else(|| StoreError::corrupt("a balance does not fit into 64 bits"))?;
        }
    }
    Ok(balances.to_vec())
}

/// An entry is one row and two postings: posting `2n - 1` is the debit of entry `n`, `2n` its credit.
pub(super) fn lines(
    sql: &Connection,
    account: AccountId,
    query: &LedgerQuery,
) -> Result<Page<LedgerLine>, StoreError> {
    let mut text = "SELECT id, at, movement, debit, credit, poisha, payment, refund, trx_id
         FROM ledger_entries WHERE account = ?"
        .to_owned();
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
        (" AND id <= ?", query.after.map(|after| (after / 2).into())),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            text.push_str(condition);
            values.push(value);
        }
    }
    text.push_str(" ORDER BY id DESC LIMIT ?");
    // Half as many entries as postings, and room for a half at either end of the page.
    values.push(column::limit(query.limit / 2 + 2).into());

    let mut statement = sql.prepare_cached(&text)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let postings = postings(row)?;
        items.extend(
            postings
                .into_iter()
                .filter(|line| query.after.is_none_or(|after| line.id < after)),
        );
    }
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    Ok(Page { items, more })
}

/// The younger one first.
fn postings(row: &Row<'_>) -> rusqlite::Result<[LedgerLine; 2]> {
    let entry: i64 = row.get(0)?;
    let debit = LedgerLine {
        id: entry * 2 - 1,
        entry,
        at: column::timestamp(row, 1)?,
        movement: column::word(row, 2, &Movement::ALL, Movement::as_str)?,
        account: book(row, 3)?,
        poisha: row.get(5)?,
        payment: column::parsed(row, 6)?,
        refund: column::parsed_option(row, 7)?,
        trx_id: row.get::<_, Option<String>>(8)?.map(TrxId::new),
    };
    let credit = LedgerLine {
        id: entry * 2,
        account: book(row, 4)?,
        poisha: -debit.poisha,
        ..debit.clone()
    };
    Ok([credit, debit])
}

fn book(row: &Row<'_>, index: usize) -> rusqlite::Result<LedgerAccount> {
    column::word(row, index, &LedgerAccount::ALL, LedgerAccount::as_str)
}
