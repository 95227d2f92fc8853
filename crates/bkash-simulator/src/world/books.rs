use jiff::Timestamp;

use super::{Amount, State, Transaction, TransactionKind, Wallet};

/// Who has how much, and by which movements: everything that a reconciliation needs.
#[derive(Debug)]
pub(crate) struct Books {
    pub(crate) merchant_balance: Amount,
    /// Authorized, and neither captured nor voided.
    pub(crate) on_hold: Amount,
    pub(crate) settled: Amount,
    /// What bKash has added to payments with coupons.
    pub(crate) coupons: Amount,
    pub(crate) wallets: Vec<Wallet>,
    /// Wrong PINs that lock a wallet.
    pub(crate) pin_lock: u32,
    pub(crate) transactions: Vec<Transaction>,
    pub(crate) token_calls: u64,
    pub(crate) token_calls_in_last_hour: usize,
    pub(crate) token_calls_over_limit: u64,
}

/// The sign of a transaction in somebody's books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Movement {
    In,
    Out,
}

impl Transaction {
    /// None where the merchant's balance did not change.
    pub(crate) fn for_merchant(&self) -> Option<Movement> {
        match self.kind {
            TransactionKind::Payment | TransactionKind::Capture => Some(Movement::In),
            TransactionKind::Refund { .. } => Some(Movement::Out),
            TransactionKind::Authorization | TransactionKind::Void => None,
        }
    }

    /// Whether a payment reached the merchant by it.
    pub(super) fn is_paid(&self) -> bool {
        self.for_merchant() == Some(Movement::In)
    }

    /// None where the wallet's balance did not change.
    pub(crate) fn for_wallet(&self) -> Option<Movement> {
        match self.kind {
            TransactionKind::Payment | TransactionKind::Authorization => Some(Movement::Out),
            TransactionKind::Void | TransactionKind::Refund { .. } => Some(Movement::In),
            TransactionKind::Capture => None,
        }
    }
}

impl State {
    pub(crate) fn books(&self, now: Timestamp) -> Books {
        Books {
            merchant_balance: self.merchant_balance,
            on_hold: self.on_hold,
            settled: self.settled,
            coupons: self.coupons,
            wallets: self.wallets.clone(),
            pin_lock: self.switches.pin_lock,
            transactions: self.transactions.clone(),
            token_calls: self.tokens.limits.total,
            token_calls_in_last_hour: self.tokens.limits.in_window(now, &self.switches),
            token_calls_over_limit: self.tokens.limits.over_limit,
        }
    }
}
