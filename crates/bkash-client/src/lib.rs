#![doc = include_str!("../README.md")]

pub mod token;
pub mod transport;

mod amount;
mod callback;
mod client;
mod clock;
mod code;
mod credentials;
mod environment;
mod error;
mod exchange;
mod ids;
mod observer;
mod reply;
mod seal;
mod wire;

pub use amount::{Amount, AmountError};
pub use callback::{ApprovedPayment, Callback, CallbackError, CancelledPayment, FailedPayment};
pub use client::{
    BuildError, Client, ClientBuilder, CreatePayment, CreatedPayment, Executed, Expected, Mismatch,
    OutOfFlow, PaymentReport, PreparedExecute, PreparedRefund, RefundApi, RefundEntry,
    RefundReceipt, RefundRequest, RefundStatus, Tokens, Transaction, TransactionStatus,
    UnansweredPayment, VerificationStatus,
};
pub use clock::{Clock, SystemClock};
pub use code::{Code, Language, Retry};
pub use credentials::Credentials;
pub use environment::{Environment, EnvironmentError};
pub use error::{
    CallError, NotPerformed, NotPerformedReason, Refusal, Unanswered, UnansweredReason,
};
pub use ids::{GatewayPaymentId, TrxId, WalletNumber};
pub use observer::{Call, ExchangeReport, Observer, OutcomeKind};
pub use reply::MaskedReply;
pub use seal::{EncryptionKeyError, EncryptionKeys, SealContext, SealError};
#[cfg(all(feature = "postgres", feature = "sqlite"))]
pub use token::CarriedTokens;
#[cfg(feature = "postgres")]
pub use token::PostgresTokenStore;
#[cfg(feature = "sqlite")]
pub use token::SqliteTokenStore;
pub use token::{MemoryTokenStore, TokenInfo, TokenStore, TokenStoreError};
#[cfg(feature = "redis")]
pub use token::{RedisTokenStore, RedisUrl, RedisUrlError};
pub use transport::{HttpTransport, Transport, TransportBuildError, TransportError};
