//! Double entry: every movement is two postings whose sum is zero; entries are added, never changed.

use serde::{Deserialize, Serialize};

use crate::{Taka, TrxId};

/// The books of one merchant account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerAccount {
    /// What the gateway holds for the merchant.
    Gateway,
    /// What payers have paid for orders.
    Sales,
    /// What went back to payers.
    Refunds,
    /// Money that moved but does not fit our record; a person decides where it belongs.
    Suspense,
}

impl LedgerAccount {
    /// Every account, in the order in which reports show them.
    pub const ALL: [Self; 4] = [Self::Gateway, Self::Sales, Self::Refunds, Self::Suspense];

    /// The name in storage and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Sales => "sales",
            Self::Refunds => "refunds",
            Self::Suspense => "suspense",
        }
    }
}

/// What a ledger entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// A payer's money arrived for an order.
    PaymentReceived,
    /// Money arrived that does not fit the order it came for.
    PaymentInSuspense,
    /// A person found that money in suspense belongs to its order.
    SuspenseCleared,
    /// Money went back to the payer.
    RefundPaid,
    /// Money went back in a way that does not fit the refund we asked for.
    RefundInSuspense,
    /// A person found that what went back is the refund after all.
    RefundSuspenseCleared,
}

impl Movement {
    /// Every movement.
    pub const ALL: [Self; 6] = [
        Self::PaymentReceived,
        Self::PaymentInSuspense,
        Self::SuspenseCleared,
        Self::RefundPaid,
        Self::RefundInSuspense,
        Self::RefundSuspenseCleared,
    ];

    /// The name in storage and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaymentReceived => "payment_received",
            Self::PaymentInSuspense => "payment_in_suspense",
            Self::SuspenseCleared => "suspense_cleared",
            Self::RefundPaid => "refund_paid",
            Self::RefundInSuspense => "refund_in_suspense",
            Self::RefundSuspenseCleared => "refund_suspense_cleared",
        }
    }

    const fn debit_and_credit(self) -> (LedgerAccount, LedgerAccount) {
        use LedgerAccount::{Gateway, Refunds, Sales, Suspense};
        match self {
            Self::PaymentReceived => (Gateway, Sales),
            Self::PaymentInSuspense => (Gateway, Suspense),
            Self::SuspenseCleared => (Suspense, Sales),
            Self::RefundPaid => (Refunds, Gateway),
            Self::RefundInSuspense => (Suspense, Gateway),
            Self::RefundSuspenseCleared => (Refunds, Suspense),
        }
    }
}

/// One movement of money, to be written in the commit of the change that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Why it moved, which also says from where to where.
    pub movement: Movement,
    /// Above zero.
    pub amount: Taka,
    /// The gateway's transaction, where it named one.
    pub trx_id: Option<TrxId>,
}

/// One side of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The book it stands in.
    pub account: LedgerAccount,
    /// Poisha; a debit is positive, a credit negative.
    pub poisha: i64,
}

impl LedgerEntry {
    /// The debit and the credit, which cancel out.
    #[must_use]
    pub const fn postings(&self) -> [Posting; 2] {
        let (debit, credit) = self.movement.debit_and_credit();
        let poisha = self.amount.poisha();
        [
            Posting {
                account: debit,
                poisha,
            },
            Posting {
                account: credit,
                poisha: -poisha,
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_movement_balances_and_changes_two_books() {
        for movement in Movement::ALL {
            let amount = Taka::from_poisha(12_345).unwrap();
            let [debit, credit] = LedgerEntry {
                movement,
                amount,
                trx_id: None,
            }
            .postings();
            assert_eq!(debit.poisha + credit.poisha, 0, "{movement:?}");
            assert_ne!(debit.account, credit.account, "{movement:?}");
        }
    }
}
