//! `/v1/ledger`

mod balances;
mod entries;

pub(super) use balances::balances;
pub(super) use entries::entries;
