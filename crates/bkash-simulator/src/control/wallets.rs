use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use http::StatusCode;
use serde_json::{Value, json};

use super::fields::Fields;
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;
use crate::world::{Amount, Pin, Wallet, WalletChange, WalletChanged, WalletNumber};

const FIELDS: [&str; 4] = ["balance", "locked", "debit_blocked", "pin"];
const BALANCE_RULE: &str = "taka as text with at most two decimals, from \"0\" to \"100000000\"";
/// Above any limit of a wallet, and far from the end of our numbers.
const MOST: Amount = Amount::from_poisha(10_000_000_000);

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
    let change = read(&body)?;
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

fn read(body: &[u8]) -> Result<WalletChange, Problem> {
    let fields = Fields::read(body, &FIELDS)?;
    Ok(WalletChange {
        balance: fields.parsed("balance", BALANCE_RULE, balance)?,
        locked: fields.boolean("locked")?,
        debit_blocked: fields.boolean("debit_blocked")?,
        pin: fields.parsed("pin", "four or five digits", Pin::parse)?,
    })
}

/// Nothing is an amount that a merchant may ask for, but it is one that a wallet may hold.
fn balance(text: &str) -> Option<Amount> {
    let is_zero = ["0", "0.0", "0.00"].contains(&text);
    let amount = match is_zero {
        true => Amount::ZERO,
        false => Amount::parse(text)?,
    };
    (amount <= MOST).then_some(amount)
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
