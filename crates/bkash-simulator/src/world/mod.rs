//! What one merchant's world holds and what its rules answer: pure state, with the time and the
//! seeded randomness as arguments. No HTTP here.

mod amount;
mod books;
mod checkout;
pub(crate) mod code;
mod create;
mod duplicate;
mod execute;
mod id;
mod money;
mod payment;
mod pin;
#[cfg(test)]
mod properties;
mod reading;
mod refund;
mod refusal;
mod state;
mod token;
mod token_limit;
mod wallet;
mod wallet_change;
mod wallet_number;

pub(crate) use amount::Amount;
pub(crate) use books::{Books, Movement};
pub(crate) use checkout::{
    Notice, Outcome, OutcomeReason, PageError, View, Window, well_formed_otp, well_formed_pin,
    well_formed_wallet,
};
pub(crate) use code::Code;
pub(crate) use execute::Executed;
use id::random_text;
pub(crate) use id::{PaymentId, TrxId, bangladesh};
pub(crate) use money::{Transaction, TransactionKind};
pub(crate) use payment::{Completion, Order, Payment, Stage};
pub(crate) use pin::Pin;
pub(crate) use refund::{Refund, RefundMade, RefundOrder, RefundRules};
pub(crate) use refusal::Refusal;
pub(crate) use state::State;
pub(crate) use token::{IdToken, Issued, audience};
pub(crate) use token_limit::{Allowance, TokenCall};
pub(crate) use wallet::{
    BLOCKED_WALLET, GOOD_WALLETS, POOR_WALLET, SANDBOX_OTP, SANDBOX_PIN, Wallet,
};
pub(crate) use wallet_change::{WalletChange, WalletChanged};
pub(crate) use wallet_number::WalletNumber;
