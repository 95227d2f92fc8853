use super::{BadField, Fields};
use crate::world::{Amount, Pin, WalletChange};

/// What a tester or a scenario can say of a wallet, beside its number.
pub(crate) const WALLET_FIELDS: [&str; 4] = ["balance", "locked", "debit_blocked", "pin"];
const BALANCE_RULE: &str = "taka as text with at most two decimals, from \"0\" to \"100000000\"";
/// Above any limit of a wallet, and far from the end of our numbers.
const MOST: Amount = Amount::from_poisha(10_000_000_000);

pub(crate) fn wallet_change(fields: &Fields) -> Result<WalletChange, BadField> {
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
