use jiff::Timestamp;

use super::{Amount, Bill, Completion, PaymentId, TrxId, WalletNumber};

/// Which way money moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TransactionKind {
    /// From the wallet to the merchant.
    Payment,
    /// From the wallet into a hold.
    Authorization,
    /// From the hold to the merchant.
    Capture,
    /// From the hold back to the wallet.
    Void,
    /// From the merchant to the wallet.
    Refund { original: TrxId },
}

/// One movement of money; never changed once it is there.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    /// Its own, except that a capture or void has that of its authorization.
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

impl Transaction {
    /// A movement of the whole bill.
    pub(super) fn of(
        payment_id: &PaymentId,
        bill: &Bill,
        completion: &Completion,
        kind: TransactionKind,
        at: Timestamp,
    ) -> Self {
        Self {
            trx_id: completion.trx_id.clone(),
            kind,
            payment_id: payment_id.clone(),
            merchant_invoice_number: bill.merchant_invoice_number.clone(),
            wallet: completion.wallet,
            amount: bill.amount,
            amount_text: bill.amount_text.clone(),
            at,
        }
    }
}
