use payment_core::AccountId;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::Rollback;
use super::group::Tx;
use crate::store::{KeyDigest, OpenError, StoreError, World};

type Answer = Result<AccountId, OpenError>;

pub(super) fn open(tx: Tx<'_>, world: &World) -> Result<Answer, Rollback<Answer>> {
    match stamp(tx)? {
        None => put_stamp(tx, world)?,
        Some(stamped) if stamped == *world => {}
        Some(stamped) => {
            let refused = OpenError::other_world(&stamped, world);
            return Err(Rollback::Answer(Err(refused)));
        }
    }
    tx.sql
        .prepare_cached(
            "INSERT INTO accounts (gateway_origin, app_key, created_at) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            world.gateway_origin,
            world.app_key,
            tx.now.as_millis()
        ])?;
    let id = tx
        .sql
        .prepare_cached("SELECT id FROM accounts WHERE gateway_origin = ?1 AND app_key = ?2")?
        .query_row(params![world.gateway_origin, world.app_key], |row| {
            row.get(0)
        })?;
    Ok(Ok(AccountId(id)))
}

pub(super) fn add_key(tx: Tx<'_>, account: AccountId, key: KeyDigest) -> Result<(), StoreError> {
    tx.sql
        .prepare_cached("INSERT INTO api_keys VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute(params![key.0, account.0, tx.now.as_millis()])?;
    Ok(())
}

pub(super) fn of_key(sql: &Connection, key: KeyDigest) -> Result<Option<AccountId>, StoreError> {
    Ok(sql
        .prepare_cached("SELECT account FROM api_keys WHERE digest = ?1")?
        .query_row([key.0], |row| row.get(0).map(AccountId))
        .optional()?)
}

fn stamp(tx: Tx<'_>) -> rusqlite::Result<Option<World>> {
    tx.sql
        .prepare_cached("SELECT gateway_origin, app_key FROM installation")?
        .query_row([], |row| {
            Ok(World {
                gateway_origin: row.get(0)?,
                app_key: row.get(1)?,
            })
        })
        .optional()
}

fn put_stamp(tx: Tx<'_>, world: &World) -> rusqlite::Result<()> {
    tx.sql
        .prepare_cached("INSERT INTO installation VALUES (1, ?1, ?2, ?3)")?
        .execute(params![
            world.gateway_origin,
            world.app_key,
            tx.now.as_millis()
        ])
        .map(drop)
}
