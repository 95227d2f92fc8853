//! Wallets of ours, beside the sandbox's: their number is 0170000 and the code that they lead to.

use super::{Amount, Code, State, Wallet, WalletNumber, code};

const PREFIX: &str = "0170000";

/// The page does not take these.
const AT_THE_PAGE: [Code; 2] = [code::NO_SUCH_CUSTOMER, code::NOT_A_CUSTOMER];

/// Pages pass, execute is refused.
const AT_EXECUTE: [Code; 4] = [
    code::DEBIT_PARTY_PROHIBITED,
    code::DEBIT_TAG_PROHIBITED,
    code::SECURITY_CREDENTIAL,
    code::IDENTITY_NOT_ACTIVE,
];

/// Enough for any payment that a test makes.
const BALANCE: Amount = Amount::from_poisha(10_000_000);

pub(super) fn at_the_page(number: &str) -> Option<Code> {
    find(&AT_THE_PAGE, number)
}

pub(super) fn at_execute(number: WalletNumber) -> Option<Code> {
    find(&AT_EXECUTE, &number)
}

fn find(codes: &[Code], number: &str) -> Option<Code> {
    let digits = number.strip_prefix(PREFIX)?;
    codes.iter().find(|code| code.number == digits).copied()
}

impl State {
    /// Such a wallet is there once somebody pays by it.
    pub(super) fn add_special_wallet(&mut self, number: &str) {
        let Some(number) = WalletNumber::parse(number) else {
            return;
        };
        if at_execute(number).is_some() && self.wallet(&number).is_none() {
            self.wallets.push(Wallet::with_balance(number, BALANCE));
        }
    }
}
