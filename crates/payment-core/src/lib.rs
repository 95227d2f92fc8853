#![doc = include_str!("../README.md")]

pub mod account;
pub mod id;
pub mod ledger;
pub mod money;
pub mod payment;
pub mod refund;
pub mod text;
pub mod time;

pub use account::AccountId;
pub use id::{GatewayPaymentId, PaymentId, RefundId, SecretDigest, TrxId};
pub use money::Taka;
pub use time::Timestamp;
