use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::report::{GatewayReport, NotPerformed, Refusal};
use super::schedule::{CALL_LIMIT, query_delay};
use crate::{GatewayPaymentId, PaymentId, Taka, Timestamp, TrxId};

/// Where a payment stands; each state carries exactly what is true in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PaymentState {
    /// Create may be on its way to the gateway. It moves no money.
    Creating,
    /// The payer may be on the hosted pages. Money cannot move without our execute.
    AwaitingPayer {
        /// The try that we created.
        gateway_payment: GatewayPaymentId,
        /// The hosted page, as received.
        checkout_url: String,
    },
    /// Execute may be on its way.
    Executing {
        /// The try being executed.
        gateway_payment: GatewayPaymentId,
        /// When it was committed, before it left.
        since: Timestamp,
    },
    /// Money moved, and everything fits.
    Completed(Settled),
    /// The gateway refused execute. The paymentID is spent.
    Declined {
        /// The try that was refused.
        gateway_payment: GatewayPaymentId,
        /// What to tell the payer.
        refusal: Refusal,
    },
    /// Execute was sent and no answer settles it: money may have moved.
    Unresolved(Unresolved),
    /// The payer, or a newer payment of the same invoice, ended it before execute.
    Cancelled {
        /// The try that will not be executed, if create had been answered.
        gateway_payment: Option<GatewayPaymentId>,
        /// Who ended it.
        cancellation: Cancellation,
    },
    /// It ended without success and as far as anyone knows without money.
    Failed {
        /// The try, if there was one.
        gateway_payment: Option<GatewayPaymentId>,
        /// What ended it.
        failure: Failure,
    },
    /// The payer did not come back in time.
    Expired {
        /// The try that will not be executed.
        gateway_payment: GatewayPaymentId,
    },
    /// The gateway's word does not fit our record; a person decides.
    Held(Held),
}

/// What is true of a completed payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The try that was paid.
    pub gateway_payment: GatewayPaymentId,
    /// The gateway's transaction.
    pub trx_id: TrxId,
    /// What moved; refunds never exceed it.
    pub moved: Taka,
    /// When we learned of it.
    pub at: Timestamp,
}

/// What is true of a payment whose execute was not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unresolved {
    /// The try whose fate is open.
    pub gateway_payment: GatewayPaymentId,
    /// When execute was committed.
    pub since: Timestamp,
    /// How many queries were sent; each is counted in the commit before it leaves.
    pub queries: u32,
    /// Whether the last of them has neither been answered nor given up.
    pub asking: bool,
    /// How many of them were answered `Initiated`.
    pub initiated_answers: u32,
    /// When the last of those came.
    pub last_initiated_at: Option<Timestamp>,
    /// Whether the shop may try this order again with a new payment.
    pub retry_allowed: bool,
}

/// What is true of a payment held for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The try in question.
    pub gateway_payment: GatewayPaymentId,
    /// The answer that did not fit, where there was one.
    pub report: Option<GatewayReport>,
    /// What the ledger holds in suspense for it.
    pub in_suspense: Taka,
}

/// Who ended a payment before execute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cancellation {
    /// The payer closed the hosted page.
    ByPayer,
    /// The shop asked for a new payment of the same invoice.
    Superseded {
        /// The new one.
        by: PaymentId,
    },
}

/// What ended a payment without success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The gateway refused create.
    CreateRefused(Refusal),
    /// Create never reached the gateway.
    CreateNotPerformed(NotPerformed),
    /// Create was not answered; it moves no money.
    CreateUnanswered,
    /// The hosted page sent the payer back with `failure`.
    PayerFailed,
    /// Execute never reached the gateway's backend: the payer was not charged.
    ExecuteNotPerformed(NotPerformed),
    /// The gateway never said that money moved until the paymentID died.
    NeverResolved,
    /// A person found that no money moved.
    FoundUnpaid,
}

/// The state's name alone, as stored and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// See [`PaymentState::Creating`].
    Creating,
    /// See [`PaymentState::AwaitingPayer`].
    AwaitingPayer,
    /// See [`PaymentState::Executing`].
    Executing,
    /// See [`PaymentState::Completed`].
    Completed,
    /// See [`PaymentState::Declined`].
    Declined,
    /// See [`PaymentState::Unresolved`].
    Unresolved,
    /// See [`PaymentState::Cancelled`].
    Cancelled,
    /// See [`PaymentState::Failed`].
    Failed,
    /// See [`PaymentState::Expired`].
    Expired,
    /// See [`PaymentState::Held`].
    Held,
}

impl PaymentStatus {
    /// Every status, in the order of a payment's life.
    pub const ALL: [Self; 10] = [
        Self::Creating,
        Self::AwaitingPayer,
        Self::Executing,
        Self::Completed,
        Self::Declined,
        Self::Unresolved,
        Self::Cancelled,
        Self::Failed,
        Self::Expired,
        Self::Held,
    ];

    /// The stable name in the API and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::AwaitingPayer => "awaiting_payer",
            Self::Executing => "executing",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Unresolved => "unresolved",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Held => "held",
        }
    }

    /// `None` for any other word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

impl PaymentState {
    /// The state's name.
    #[must_use]
    pub const fn status(&self) -> PaymentStatus {
        match self {
            Self::Creating => PaymentStatus::Creating,
            Self::AwaitingPayer { .. } => PaymentStatus::AwaitingPayer,
            Self::Executing { .. } => PaymentStatus::Executing,
            Self::Completed(_) => PaymentStatus::Completed,
            Self::Declined { .. } => PaymentStatus::Declined,
            Self::Unresolved(_) => PaymentStatus::Unresolved,
            Self::Cancelled { .. } => PaymentStatus::Cancelled,
            Self::Failed { .. } => PaymentStatus::Failed,
            Self::Expired { .. } => PaymentStatus::Expired,
            Self::Held(_) => PaymentStatus::Held,
        }
    }

    /// The gateway's try, once create was answered.
    #[must_use]
    pub const fn gateway_payment(&self) -> Option<&GatewayPaymentId> {
        match self {
            Self::Creating => None,
            Self::AwaitingPayer {
                gateway_payment, ..
            }
            | Self::Executing {
                gateway_payment, ..
            }
            | Self::Declined {
                gateway_payment, ..
            }
            | Self::Expired { gateway_payment } => Some(gateway_payment),
            Self::Completed(settled) => Some(&settled.gateway_payment),
            Self::Unresolved(unresolved) => Some(&unresolved.gateway_payment),
            Self::Held(held) => Some(&held.gateway_payment),
            Self::Cancelled {
                gateway_payment, ..
            }
            | Self::Failed {
                gateway_payment, ..
            } => gateway_payment.as_ref(),
        }
    }

    /// Whether it ended without money, as far as we know.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(
            self,
            Self::Declined { .. }
                | Self::Cancelled { .. }
                | Self::Failed { .. }
                | Self::Expired { .. }
        )
    }

    /// How long after its commit a worker must look at it again; `None` when nothing is left to do.
    pub(super) fn wake_after(
        &self,
        until_expiry: Duration,
        until_death: Duration,
    ) -> Option<Duration> {
        match self {
            Self::Creating | Self::Executing { .. } => Some(CALL_LIMIT),
            Self::AwaitingPayer { .. } => Some(until_expiry),
            Self::Unresolved(unresolved) if unresolved.asking => Some(CALL_LIMIT),
            Self::Unresolved(unresolved) => Some(
                query_delay(unresolved.queries).map_or(until_death, |wait| wait.min(until_death)),
            ),
            _ => None,
        }
    }
}
