//! To which payment or refund each of the gateway's transactions belongs.

use std::collections::BTreeSet;

use payment_core::{AccountId, PaymentId, RefundId, TrxId};
use rusqlite::params;

use super::group::Tx;
use crate::store::StoreError;

/// Whose transaction it is: a payment's own, or that of one of its refunds.
#[derive(Clone, Copy)]
pub(super) struct Owner {
    pub(super) account: AccountId,
    pub(super) payment: PaymentId,
    pub(super) refund: Option<RefundId>,
}

/// Makes every transaction of a change its owner's; `false` when one belongs to another.
pub(super) fn claim(
    tx: Tx<'_>,
    owner: Owner,
    trx_ids: &BTreeSet<&TrxId>,
) -> Result<bool, StoreError> {
    for trx_id in trx_ids {
        if !claim_one(tx, owner, trx_id)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn claim_one(tx: Tx<'_>, owner: Owner, trx_id: &TrxId) -> rusqlite::Result<bool> {
    let (payment, refund) = (
        owner.payment.to_string(),
        owner.refund.map(|id| id.to_string()),
    );
    let claimed = tx
        .sql
        .prepare_cached(
            "INSERT INTO gateway_transactions (account, trx_id, payment, refund)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![owner.account.0, trx_id.as_str(), payment, refund])?;
    if claimed == 1 {
        return Ok(true);
    }
    tx.sql
        .prepare_cached(
            "SELECT payment = ?3 AND refund IS ?4 FROM gateway_transactions
             WHERE account = ?1 AND trx_id = ?2",
        )?
        .query_row(
            params![owner.account.0, trx_id.as_str(), payment, refund],
            |row| row.get(0),
        )
}
