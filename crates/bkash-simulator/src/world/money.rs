use jiff::Timestamp;

use super::{Amount, Bill, Completion, Coupon, PaymentId, TrxId, WalletNumber};

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
    /// What left or reached the wallet.
    pub(crate) amount: Amount,
    /// The amount as the merchant wrote it; with a coupon, what is left of it.
    pub(crate) amount_text: String,
    pub(crate) coupon: Option<Coupon>,
    pub(crate) at: Timestamp,
}

impl Transaction {
    /// A movement of the whole bill, less a coupon.
    pub(super) fn of(
        (payment_id, coupon): (&PaymentId, Option<Coupon>),
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
            amount: coupon.map_or(bill.amount, |coupon| bill.amount - coupon.amount),
            amount_text: match coupon {
                None => bill.amount_text.clone(),
                Some(coupon) => (bill.amount - coupon.amount).plain(),
            },
            coupon,
            at,
        }
    }

    /// What the merchant gets of a payment, or gives back: with a coupon, also what bKash adds (inferred
    /// from the merchant's share).
    pub(crate) fn credited(&self) -> Amount {
        let added = self.coupon.map(Coupon::gateway_share);
        self.amount + added.unwrap_or(Amount::ZERO)
    }

    /// What was sold for how much, before a coupon.
    pub(crate) fn sale_amount(&self) -> Amount {
        let taken_off = self.coupon.map(|coupon| coupon.amount);
        self.amount + taken_off.unwrap_or(Amount::ZERO)
    }
}
