//! A [`WrittenRecord`] as rows.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use crate::token::TokenAccount;
use crate::token::written::{WrittenLease, WrittenRecord, WrittenTokens};

const LOAD: &str = "SELECT version, id_token, issued_at_ms, expires_at_ms, refresh_token, \
    refresh_issued_at_ms, last_lease_id, lease_id, lease_ends_at_ms \
    FROM bkash_token WHERE account = ?1";
const LOAD_CALLS: &str = "SELECT at_ms FROM bkash_token_call WHERE account = ?1 ORDER BY at_ms";
const SAVE: &str = "INSERT OR REPLACE INTO bkash_token (account, version, id_token, issued_at_ms, \
    expires_at_ms, refresh_token, refresh_issued_at_ms, last_lease_id, lease_id, \
    lease_ends_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const FORGET_CALLS: &str = "DELETE FROM bkash_token_call WHERE account = ?1";
const SAVE_CALL: &str = "INSERT INTO bkash_token_call (account, at_ms) VALUES (?1, ?2)";

/// The key of every account that has a record, for whoever carries them elsewhere.
#[cfg(feature = "postgres")]
pub(super) fn accounts(sql: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = sql.prepare("SELECT account FROM bkash_token ORDER BY account")?;
    let accounts = statement.query_map([], |row| row.get(0))?;
    accounts.collect()
}

/// An account without rows is one without tokens and calls.
pub(super) fn load(sql: &Connection, account: &str) -> rusqlite::Result<WrittenRecord> {
    let record = sql.query_row(LOAD, [account], record).optional()?;
    let mut statement = sql.prepare_cached(LOAD_CALLS)?;
    let calls_at_ms = statement
        .query_map([account], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(WrittenRecord {
        calls_at_ms,
        ..record.unwrap_or_default()
    })
}

pub(super) fn save(
    transaction: &Transaction<'_>,
    account: &TokenAccount,
    record: &WrittenRecord,
) -> rusqlite::Result<()> {
    let (tokens, lease) = (record.tokens.as_ref(), record.lease.as_ref());
    transaction.execute(
        SAVE,
        params![
            account.key(),
            record.version,
            tokens.map(|it| it.id_token.as_str()),
            tokens.map(|it| it.issued_at_ms),
            tokens.map(|it| it.expires_at_ms),
            tokens.and_then(|it| it.refresh_token.as_deref()),
            tokens.map(|it| it.refresh_issued_at_ms),
            record.last_lease_id,
            lease.map(|lease| lease.id),
            lease.map(|lease| lease.ends_at_ms),
        ],
    )?;
    transaction.execute(FORGET_CALLS, [account.key()])?;
    for at_ms in &record.calls_at_ms {
        transaction.execute(SAVE_CALL, params![account.key(), at_ms])?;
    }
    Ok(())
}

fn record(row: &Row<'_>) -> rusqlite::Result<WrittenRecord> {
    let lease = match row.get::<_, Option<i64>>(7)? {
        Some(id) => Some(WrittenLease {
            id,
            ends_at_ms: row.get(8)?,
        }),
        None => None,
    };
    let tokens = match row.get::<_, Option<String>>(1)? {
        Some(id_token) => Some(WrittenTokens {
            id_token,
            issued_at_ms: row.get(2)?,
            expires_at_ms: row.get(3)?,
            refresh_token: row.get(4)?,
            refresh_issued_at_ms: row.get(5)?,
        }),
        None => None,
    };
    Ok(WrittenRecord {
        version: row.get(0)?,
        tokens,
        calls_at_ms: Vec::new(),
        lease,
        last_lease_id: row.get(6)?,
    })
}
