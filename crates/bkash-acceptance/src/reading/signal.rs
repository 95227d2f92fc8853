use std::ops::BitOr;

use crate::record::Reading;

/// What the clauses of a page tell, all together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signals(u8);

impl Signals {
    /// It was paid: "Payment successful".
    pub(super) const PAID: Self = Self(1);
    /// Kind words that do not say so: "Thank you for your order".
    pub(super) const THANKS: Self = Self(2);
    /// It failed: "Payment failed".
    pub(super) const FAILED: Self = Self(4);
    /// It is not paid, for now or for good: "Unpaid".
    pub(super) const NOT_PAID: Self = Self(8);
    /// It is being found out: "We are checking your payment".
    pub(super) const WAITING: Self = Self(16);
    /// Something goes on: "Please wait".
    pub(super) const BUSY: Self = Self(32);

    pub(super) const NONE: Self = Self(0);

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What a payer makes of it all.
    pub(super) const fn reading(self) -> Reading {
        let doubt = self.has(Self::WAITING);
        if self.has(Self::PAID) {
            let contradicted = self.has(Self::FAILED) || self.has(Self::NOT_PAID) || doubt;
            return if contradicted {
                Reading::Unclear
            } else {
                Reading::Paid
            };
        }
        if self.has(Self::FAILED) {
            return if doubt {
                Reading::Unclear
            } else {
                Reading::Failed
            };
        }
        if doubt || self.has(Self::NOT_PAID) && self.has(Self::BUSY) {
            return Reading::Waiting;
        }
        match (
            self.has(Self::NOT_PAID),
            self.has(Self::THANKS),
            self.has(Self::BUSY),
        ) {
            (true, true, _) | (false, true, _) => Reading::Unclear,
            (true, false, _) => Reading::Failed,
            (false, false, true) => Reading::Waiting,
            (false, false, false) => Reading::Silent,
        }
    }
}

impl BitOr for Signals {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
