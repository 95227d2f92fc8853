use deadpool_postgres::Pool;
use payment_core::AccountId;

use super::column;
use super::connection::{optional_row, row, rows};
use crate::store::{KeyDigest, OpenError, StoreError, World};

pub(super) async fn open(pool: &Pool, world: &World) -> Result<AccountId, OpenError> {
    let statement = "SELECT account, stamped_origin, stamped_key FROM open_account($1, $2)";
    let row = row(pool, statement, &[&world.gateway_origin, &world.app_key]).await?;
    match column::get(&row, 0)? {
        Some(account) => Ok(AccountId(account)),
        None => Err(OpenError::other_world(
            &World {
                gateway_origin: column::get(&row, 1)?,
                app_key: column::get(&row, 2)?,
            },
            world,
        )),
    }
}

pub(super) async fn add_key(
    pool: &Pool,
    account: AccountId,
    key: KeyDigest,
) -> Result<(), StoreError> {
    let statement =
        "INSERT INTO api_keys (digest, account, created_at) VALUES ($1, $2, bkash_now())
         ON CONFLICT DO NOTHING";
    rows(pool, statement, &[&key.0.as_slice(), &account.0]).await?;
    Ok(())
}

pub(super) async fn of_key(pool: &Pool, key: KeyDigest) -> Result<Option<AccountId>, StoreError> {
    let statement = "SELECT account FROM api_keys WHERE digest = $1";
    let row = optional_row(pool, statement, &[&key.0.as_slice()]).await?;
    row.map(|row| column::get(&row, 0).map(AccountId))
        .transpose()
}
