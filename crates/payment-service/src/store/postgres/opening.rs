use deadpool_postgres::Pool;
use payment_core::AccountId;
use serde_json::json;

use super::connection::{optional_row, row};
use super::{column, parameter};
use crate::store::{KeyClaim, Opened, Opening, StoreError, StoredAnswer};

pub(super) async fn open(pool: &Pool, opening: &Opening) -> Result<Opened, StoreError> {
    let supersede = opening.supersede.as_ref();
    let parameter = json!({
        "payment": parameter::payment(&opening.payment)?,
        "wake_after": parameter::wake_after(opening.payment.wake_after()),
        "key": opening.key.as_ref().map(parameter::key),
        "supersede": supersede.map(parameter::payment_change).transpose()?,
    });
    let statement = "SELECT outcome, answer_status, answer_body, in_the_way
         FROM open_payment($1::text::jsonb)";
    let row = row(pool, statement, &[&parameter.to_string()]).await?;
    Ok(match column::get(&row, 0)? {
        "fresh" => Opened::Fresh,
        "in_flight" => Opened::InFlight,
        "other_content" => Opened::OtherContent,
        "replay" => Opened::Replay(StoredAnswer {
            status: column::status(&row, 1)?.unwrap_or_default(),
            body: column::get(&row, 2)?,
        }),
        "invoice_taken" => Opened::InvoiceTaken(Box::new(column::record(&row, 3)?)),
        other => return Err(column::unknown(other)),
    })
}

/// What the key has been used for; `None` when it is free.
pub(super) async fn of_key(
    pool: &Pool,
    account: AccountId,
    key: &KeyClaim,
) -> Result<Option<Opened>, StoreError> {
    let statement = "SELECT fingerprint, status, body FROM idempotency_keys
         WHERE account = $1 AND route = $2 AND key = $3";
    let (route, text) = (key.route.as_str(), &key.key);
    let row = optional_row(pool, statement, &[&account.0, &route, text]).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    if column::get::<&[u8]>(&row, 0)? != key.fingerprint.0 {
        return Ok(Some(Opened::OtherContent));
    }
    Ok(Some(match column::status(&row, 1)? {
        None => Opened::InFlight,
        Some(status) => {
            let body = column::get(&row, 2)?;
            Opened::Replay(StoredAnswer { status, body })
        }
    }))
}
