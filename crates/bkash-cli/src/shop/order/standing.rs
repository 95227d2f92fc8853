use super::record::Order;
use crate::shop::service::{Payment, PaymentStatus};

/// How an order stands with its money: the one place that turns statuses into what people are told.
#[derive(Debug)]
pub enum Standing<'a> {
    /// No try has given a payment yet; with the gateway's words if it refused.
    NotStarted {
        message: Option<&'a str>,
    },
    /// The payer is expected at the gateway's pages.
    Waiting {
        checkout_url: Option<&'a str>,
    },
    /// Money may have moved; the payer must not pay again, unless the service allows it.
    Checking {
        retry_allowed: bool,
    },
    Paid(&'a Payment),
    Failed {
        failure: Failure,
        message: Option<&'a str>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    CancelledByPayer,
    Superseded,
    Refused,
    Expired,
    Other,
}

impl Order {
    /// A completed payment settles the matter, whichever try it was; else the newest try speaks.
    pub fn standing(&self) -> Standing<'_> {
        if let Some(paid) = self.paid() {
            return Standing::Paid(paid);
        }
        match (&self.not_started, self.payments.last()) {
            (Some(not_started), _) => Standing::NotStarted {
                message: not_started.message.as_deref(),
            },
            (None, None) => Standing::NotStarted { message: None },
            (None, Some(payment)) => Standing::of(payment),
        }
    }
}

impl<'a> Standing<'a> {
    pub fn of(payment: &'a Payment) -> Self {
        let failed = |failure| Self::Failed {
            failure,
            message: payment.message.as_deref(),
        };
        match payment.status {
            PaymentStatus::Completed => Self::Paid(payment),
            PaymentStatus::Creating | PaymentStatus::AwaitingPayer => Self::Waiting {
                checkout_url: payment.checkout_url.as_deref(),
            },
            PaymentStatus::Executing | PaymentStatus::Held => Self::Checking {
                retry_allowed: false,
            },
            PaymentStatus::Unresolved => Self::Checking {
                retry_allowed: payment.retry_allowed,
            },
            PaymentStatus::Declined => failed(Failure::Refused),
            PaymentStatus::Expired => failed(Failure::Expired),
            PaymentStatus::Failed => failed(Failure::Other),
            PaymentStatus::Cancelled => failed(match payment.status_reason.as_deref() {
                Some("superseded") => Failure::Superseded,
                _ => Failure::CancelledByPayer,
            }),
        }
    }

    /// Whether the page should look again by itself.
    pub const fn is_checking(&self) -> bool {
        matches!(self, Self::Checking { .. })
    }

    /// Whether the customer may start another try.
    pub const fn may_pay(&self) -> bool {
        matches!(
            self,
            Self::NotStarted { .. }
                | Self::Failed { .. }
                | Self::Checking {
                    retry_allowed: true
                }
        )
    }
}
