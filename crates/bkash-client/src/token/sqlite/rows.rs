//! A [`Record`] as rows.

use jiff::Timestamp;
use rusqlite::{Error, OptionalExtension as _, Row, Transaction, params};
use secrecy::{ExposeSecret as _, SecretString};

use crate::token::record::{Lease, Record};
use crate::token::window::CallWindow;
use crate::token::{TokenAccount, TokenSet};

const LOAD: &str = "SELECT version, id_token, issued_at_ms, expires_at_ms, refresh_token, \
    refresh_issued_at_ms, last_lease_id, lease_id, lease_ends_at_ms \
    FROM bkash_token WHERE account = ?1";
const LOAD_CALLS: &str = "SELECT at_ms FROM bkash_token_call WHERE account = ?1 ORDER BY at_ms";
const SAVE: &str = "INSERT OR REPLACE INTO bkash_token (account, version, id_token, issued_at_ms, \
    expires_at_ms, refresh_token, refresh_issued_at_ms, last_lease_id, lease_id, \
    lease_ends_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const FORGET_CALLS: &str = "DELETE FROM bkash_token_call WHERE account = ?1";
const SAVE_CALL: &str = "INSERT INTO bkash_token_call (account, at_ms) VALUES (?1, ?2)";

/// An account without rows is one without tokens and calls.
pub(super) fn load(
    transaction: &Transaction<'_>,
    account: &TokenAccount,
) -> rusqlite::Result<Record> {
    let record = transaction
        .query_row(LOAD, [account.key()], record)
        .optional()?;
    let mut statement = transaction.prepare_cached(LOAD_CALLS)?;
    let calls = statement
        .query_map([account.key()], |row| moment(row, 0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(Record {
        calls: CallWindow::recorded(calls),
        ..record.unwrap_or_default()
    })
}

pub(super) fn save(
    transaction: &Transaction<'_>,
    account: &TokenAccount,
    record: &Record,
) -> rusqlite::Result<()> {
    let tokens = record.tokens.as_ref();
    transaction.execute(
        SAVE,
        params![
            account.key(),
            record.version,
            tokens.map(|it| it.id_token.expose_secret()),
            tokens.map(|it| it.issued_at.as_millisecond()),
            tokens.map(|it| it.expires_at.as_millisecond()),
            tokens
                .and_then(|it| it.refresh_token.as_ref())
                .map(|it| it.expose_secret()),
            tokens.map(|it| it.refresh_issued_at.as_millisecond()),
            record.last_lease_id,
            record.lease.map(|lease| lease.id),
            record.lease.map(|lease| lease.ends_at.as_millisecond()),
        ],
    )?;
    transaction.execute(FORGET_CALLS, [account.key()])?;
    for call in record.calls.calls() {
        transaction.execute(SAVE_CALL, params![account.key(), call.as_millisecond()])?;
    }
    Ok(())
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    let lease = match row.get::<_, Option<i64>>(7)? {
        Some(id) => Some(Lease {
            id,
            ends_at: moment(row, 8)?,
        }),
        None => None,
    };
    let tokens = match row.get::<_, Option<String>>(1)? {
        Some(id_token) => Some(TokenSet {
            id_token: id_token.into(),
            issued_at: moment(row, 2)?,
            expires_at: moment(row, 3)?,
            refresh_token: row.get::<_, Option<String>>(4)?.map(SecretString::from),
            refresh_issued_at: moment(row, 5)?,
        }),
        None => None,
    };
    Ok(Record {
        version: row.get(0)?,
        tokens,
        calls: CallWindow::default(),
        lease,
        last_lease_id: row.get(6)?,
    })
}

fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let milliseconds = row.get(column)?;
    Timestamp::from_millisecond(milliseconds)
        .map_err(|_| Error::IntegralValueOutOfRange(column, milliseconds))
}
