use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use http::StatusCode;
use serde_json::{Value, json};

use super::fields::Fields;
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;
use crate::input::{WALLET_FIELDS, wallet_change};
use crate::world::{Wallet, WalletChanged, WalletNumber};

pub(super) async fn list(Chosen(world): Chosen) -> Json<Value> {
    let state = world.state();
    let pin_lock = state.switches.pin_lock;
    let wallets = state.wallets().iter();
    let data: Vec<Value> = wallets
        .map(|wallet| wallet_value(wallet, pin_lock))
        .collect();
    Json(json!({ "data": data }))
}

/// Changes a wallet, or adds one.
pub(super) async fn put(
    Chosen(world): Chosen,
    number: Result<Path<String>, PathRejection>,
    Sent(body): Sent,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let number = number
        .ok()
        .and_then(|Path(number)| WalletNumber::parse(&number))
        .ok_or_else(|| {
            Problem::field(
                "wallet",
                "this is no wallet number",
                "11 digits that begin with 01",
            )
        })?;
    let change = wallet_change(&Fields::read(&body, &WALLET_FIELDS)?)?;
    let mut state = world.state();
    let changed = state.change_wallet(number, change);
    let (changed, wallet) = changed.map_err(|_| {
        Problem::conflict("this world holds as many wallets as it may; reset it to begin anew")
    })?;
    let status = match changed {
        WalletChanged::Changed => StatusCode::OK,
        WalletChanged::Added => StatusCode::CREATED,
    };
    Ok((status, Json(wallet_value(&wallet, state.switches.pin_lock))))
}

fn wallet_value(wallet: &Wallet, pin_lock: u32) -> Value {
    json!({
        "wallet": wallet.number.as_str(),
        "balance": wallet.balance.to_string(),
        "locked": wallet.is_locked(pin_lock),
        "debit_blocked": wallet.debit_blocked,
        "pin": wallet.pin().reveal(),
    })
}
