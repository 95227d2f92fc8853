use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::attention::Attention;
use super::order::Order;
use super::schedule::GATEWAY_PAYMENT_LIFE;
use super::state::{PaymentState, PaymentStatus, Settled};
use crate::{AccountId, PaymentId, SecretDigest, Timestamp};

/// A payment as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Ours.
    pub id: PaymentId,
    /// Whose credentials it uses.
    pub account: AccountId,
    /// What is to be paid.
    pub order: Order,
    /// What a callback must carry.
    pub callback_secret: SecretDigest,
    /// When the shop asked.
    pub created_at: Timestamp,
    /// A payer who comes back later is told that nothing was taken. At most 24 h after `created_at`.
    pub expires_at: Timestamp,
    /// When the last change was decided.
    pub updated_at: Timestamp,
    /// 1 at first, one more with every change; a commit names the version that it decided on.
    pub version: u64,
    /// Where it stands.
    pub state: PaymentState,
    /// Set while a person must look.
    pub attention: Option<Attention>,
    /// The newer payment that took the order over, if any.
    pub superseded_by: Option<PaymentId>,
    /// Set once it has ended without money or was superseded, and never taken back: another payment may
    /// have the invoice since, even if money turns up late for this one.
    pub invoice_released: bool,
}

impl Payment {
    /// A payment that has been asked for; create has not left yet.
    ///
    /// `expiry` is cut to the life of a paymentID.
    #[must_use]
    pub fn open(
        id: PaymentId,
        account: AccountId,
        order: Order,
        callback_secret: SecretDigest,
        expiry: Duration,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            account,
            order,
            callback_secret,
            created_at: now,
            expires_at: now.plus(expiry.min(GATEWAY_PAYMENT_LIFE)),
            updated_at: now,
            version: 1,
            state: PaymentState::Creating,
            attention: None,
            superseded_by: None,
            invoice_released: false,
        }
    }

    /// The state's name.
    #[must_use]
    pub const fn status(&self) -> PaymentStatus {
        self.state.status()
    }

    /// The transaction and amount, once money moved and everything fitted.
    #[must_use]
    pub const fn settled(&self) -> Option<&Settled> {
        match &self.state {
            PaymentState::Completed(settled) => Some(settled),
            _ => None,
        }
    }

    /// Whether the order is taken by this payment: at most one of an account and invoice claims it, so the
    /// store can refuse a second one.
    #[must_use]
    pub const fn claims_invoice(&self) -> bool {
        !self.invoice_released
    }

    /// Whether a newer payment of the same invoice has to ask [`super::admit`]: this one claims the
    /// invoice, or money came for it, or may have come, after it had released the invoice.
    #[must_use]
    pub const fn stands_in_the_way(&self) -> bool {
        self.claims_invoice()
            || matches!(
                self.state,
                PaymentState::Completed(_) | PaymentState::Held(_)
            )
    }

    /// When the gateway forgets the paymentID, counted from our create.
    #[must_use]
    pub fn dies_at(&self) -> Timestamp {
        self.created_at.plus(GATEWAY_PAYMENT_LIFE)
    }

    /// How long after the commit of this version a worker must look again; `None` when nothing is left to do.
    ///
    /// A duration and not a time: the store adds it to the database's clock.
    #[must_use]
    pub fn wake_after(&self) -> Option<Duration> {
        let now = self.updated_at;
        self.state
            .wake_after(self.expires_at.since(now), self.dies_at().since(now))
    }
}
