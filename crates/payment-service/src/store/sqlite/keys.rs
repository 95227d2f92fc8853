//! Idempotency keys, as rows of the transaction that they guard.

use payment_core::AccountId;
use rusqlite::{Connection, OptionalExtension, params};

use super::group::Tx;
use crate::store::idempotency::{KEYS_KEPT, KEYS_PRUNED_AT_ONCE};
use crate::store::{KeyClaim, KeyOutcome, StoreError, StoredAnswer};

/// What a key says of a request.
pub(super) enum Known {
    /// Nothing: it is the first.
    Free,
    Replay(StoredAnswer),
    /// The first request made this and has no stored answer.
    InFlight {
        subject: String,
    },
    OtherContent,
}

pub(super) fn look(
    sql: &Connection,
    account: AccountId,
    claim: &KeyClaim,
) -> Result<Known, StoreError> {
    let known = sql
        .prepare_cached(
            "SELECT fingerprint, subject, status, body FROM idempotency_keys
             WHERE account = ?1 AND route = ?2 AND key = ?3",
        )?
        .query_row(params![account.0, claim.route.as_str(), claim.key], |row| {
            if row.get::<_, [u8; 32]>(0)? != claim.fingerprint.0 {
                return Ok(Known::OtherContent);
            }
            Ok(match row.get(2)? {
                Some(status) => Known::Replay(StoredAnswer {
                    status,
                    body: row.get(3)?,
                }),
                None => Known::InFlight {
                    subject: row.get(1)?,
                },
            })
        })
        .optional()?;
    Ok(known.unwrap_or(Known::Free))
}

/// Takes a key that [`look`] found free for what the request makes.
pub(super) fn take(
    tx: Tx<'_>,
    account: AccountId,
    claim: &KeyClaim,
    subject: &str,
) -> Result<(), StoreError> {
    tx.sql
        .prepare_cached(
            "INSERT INTO idempotency_keys (account, route, key, fingerprint, subject)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            account.0,
            claim.route.as_str(),
            claim.key,
            claim.fingerprint.0,
            subject
        ])?;
    prune(tx)
}

/// Records what became of the request that made `subject`.
pub(super) fn settle(tx: Tx<'_>, subject: &str, outcome: &KeyOutcome) -> Result<(), StoreError> {
    match outcome {
        KeyOutcome::Keep => {}
        KeyOutcome::Answer(answer) => {
            tx.sql
                .prepare_cached(
                    "UPDATE idempotency_keys SET status = ?2, body = ?3, answered_at = ?4
                     WHERE subject = ?1 AND status IS NULL",
                )?
                .execute(params![
                    subject,
                    answer.status,
                    answer.body,
                    tx.now.as_millis()
                ])?;
        }
        KeyOutcome::Release => {
            tx.sql
                .prepare_cached(
                    "DELETE FROM idempotency_keys WHERE subject = ?1 AND status IS NULL",
                )?
                .execute([subject])?;
        }
    }
    Ok(())
}

fn prune(tx: Tx<'_>) -> Result<(), StoreError> {
    tx.sql
        .prepare_cached(
            "DELETE FROM idempotency_keys WHERE rowid IN
                (SELECT rowid FROM idempotency_keys WHERE answered_at < ?1
                 ORDER BY answered_at LIMIT ?2)",
        )?
        .execute(params![
            tx.now.minus(KEYS_KEPT).as_millis(),
            KEYS_PRUNED_AT_ONCE
        ])?;
    Ok(())
}
