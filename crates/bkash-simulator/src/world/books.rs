use jiff::Timestamp;

use super::{Amount, State, Transaction, TransactionKind, Wallet};

/// Who has how much, and by which movements: everything that a reconciliation needs.
#[derive(Debug)]
pub(crate) struct Books {
    pub(crate) merchant_balance: Amount,
    pub(crate) settled: Amount,
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
    pub(crate) fn for_merchant(&self) -> Movement {
        match self.kind {
            TransactionKind::Payment => Movement::In,
            TransactionKind::Refund { .. } => Movement::Out,
        }
    }

    pub(crate) fn for_wallet(&self) -> Movement {
        match self.for_merchant() {
            Movement::In => Movement::Out,
            Movement::Out => Movement::In,
        }
    }
}

impl State {
    pub(crate) fn books(&self, now: Timestamp) -> Books {
        Books {
            merchant_balance: self.merchant_balance,
            settled: self.settled,
            wallets: self.wallets.clone(),
            pin_lock: self.switches.pin_lock,
            transactions: self.transactions.clone(),
            token_calls: self.tokens.limits.total,
            token_calls_in_last_hour: self.tokens.limits.in_window(now, &self.switches),
            token_calls_over_limit: self.tokens.limits.over_limit,
        }
    }
}
