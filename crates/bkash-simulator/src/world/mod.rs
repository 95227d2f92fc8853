//! What one merchant's world holds and what its rules answer: pure state, with the time and the
//! seeded randomness as arguments. No HTTP here.

mod agreement;
mod amount;
mod authorization;
mod books;
mod checkout;
pub(crate) mod code;
mod coupon;
mod create;
mod dialect;
mod duplicate;
mod execute;
mod forget;
mod id;
mod money;
mod order;
mod payment;
mod pin;
#[cfg(test)]
mod properties;
mod reading;
mod refund;
mod refusal;
mod search;
mod special;
mod state;
mod token;
mod token_limit;
mod wallet;
mod wallet_change;
mod wallet_number;

pub(crate) use agreement::{Agreement, Named, Party};
pub(crate) use amount::Amount;
pub(crate) use books::{Books, Movement};
pub(crate) use checkout::{
    Notice, Outcome, OutcomeReason, PageError, View, Window, well_formed_otp, well_formed_pin,
    well_formed_wallet,
};
pub(crate) use code::Code;
pub(crate) use coupon::Coupon;
pub(crate) use dialect::Dialect;
pub(crate) use execute::{Executed, Paid};
pub(crate) use forget::MOST_PAYMENTS;
use id::random_text;
pub(crate) use id::{AgreementId, PaymentId, TrxId, bangladesh};
pub(crate) use money::{Transaction, TransactionKind};
pub(crate) use order::{Bill, Intent, Order, Subject};
pub(crate) use payment::{Completion, Payment, Stage};
pub(crate) use pin::Pin;
pub(crate) use refund::{Refund, RefundMade, RefundOrder, RefundRules};
pub(crate) use refusal::Refusal;
pub(crate) use search::Found;
pub(crate) use state::State;
pub(crate) use token::{IdToken, Issued, audience};
pub(crate) use token_limit::{Allowance, TokenCall};
pub(crate) use wallet::{
    BLOCKED_WALLET, GOOD_WALLETS, POOR_WALLET, SANDBOX_OTP, SANDBOX_PIN, Wallet,
};
pub(crate) use wallet_change::{TooManyWallets, WalletChange, WalletChanged};
pub(crate) use wallet_number::WalletNumber;
