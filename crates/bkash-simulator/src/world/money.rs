use jiff::Timestamp;

use super::{Amount, PaymentId, TrxId, WalletNumber};

/// Which way money moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TransactionKind {
    /// From the wallet to the merchant.
    Payment,
    /// From the merchant to the wallet.
    Refund { original: TrxId },
}

/// One movement of money; never changed once it is there.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    pub(crate) trx_id: TrxId,
    pub(crate) kind: TransactionKind,
    pub(crate) payment_id: PaymentId,
    pub(crate) merchant_invoice_number: String,
    pub(crate) wallet: WalletNumber,
    pub(crate) amount: Amount,
    /// The amount as the merchant wrote it.
    pub(crate) amount_text: String,
    pub(crate) at: Timestamp,
}
