use super::record::Payment;
use crate::GatewayPaymentId;
use crate::ledger::LedgerEntry;

/// What an event makes of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Commit all of it in one transaction, then act.
    Change(Box<Decision>),
    /// Nothing changes, and nothing may be sent.
    Keep(Why),
}

/// A change, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The payment as it will be; its version is one more than before.
    pub next: Payment,
    /// To be done after the commit, and only by the one whose commit it was.
    pub effects: Vec<Effect>,
    /// Rows of the commit.
    pub entries: Vec<LedgerEntry>,
    /// Webhooks to the shop; rows of the commit.
    pub notices: Vec<Notice>,
}

/// A call to the gateway that a decision permits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// At most one for a payment's whole life.
    CallExecute(GatewayPaymentId),
    /// Only while unresolved.
    CallQuery(GatewayPaymentId),
}

/// A webhook event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// Money arrived and everything fits.
    PaymentCompleted,
    /// The gateway refused execute.
    PaymentDeclined,
    /// It ended without success.
    PaymentFailed,
    /// The payer or a newer payment ended it.
    PaymentCancelled,
    /// The payer did not come back in time.
    PaymentExpired,
    /// Money may have moved, or a new try has become possible.
    PaymentUnresolved,
    /// A person must look.
    PaymentNeedsAttention,
    /// Money went back.
    RefundCompleted,
    /// Nothing went back.
    RefundDeclined,
    /// Money may have gone back.
    RefundUnresolved,
    /// A person must look.
    RefundNeedsAttention,
}

impl Notice {
    /// The `type` of the webhook.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaymentCompleted => "payment.completed",
            Self::PaymentDeclined => "payment.declined",
            Self::PaymentFailed => "payment.failed",
            Self::PaymentCancelled => "payment.cancelled",
            Self::PaymentExpired => "payment.expired",
            Self::PaymentUnresolved => "payment.unresolved",
            Self::PaymentNeedsAttention => "payment.needs_attention",
            Self::RefundCompleted => "refund.completed",
            Self::RefundDeclined => "refund.declined",
            Self::RefundUnresolved => "refund.unresolved",
            Self::RefundNeedsAttention => "refund.needs_attention",
        }
    }
}

/// Why an event changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The callback does not carry this payment's secret.
    WrongSecret,
    /// The callback names another paymentID than the one that we created, or we know of none.
    OtherGatewayPayment,
    /// The payer came back before, or too late; the payment's state says which.
    AlreadyDecided,
    /// The event belongs to a call that this state does not have.
    NotExpected,
    /// Its time has not come.
    TooEarly,
    /// Money may be moving, or has moved: no newer payment may take the order over.
    CannotBeSuperseded,
    /// There is nothing for a person to decide.
    NothingToResolve,
}

impl Why {
    /// A word for counters and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongSecret => "wrong_secret",
            Self::OtherGatewayPayment => "other_gateway_payment",
            Self::AlreadyDecided => "already_decided",
            Self::NotExpected => "not_expected",
            Self::TooEarly => "too_early",
            Self::CannotBeSuperseded => "cannot_be_superseded",
            Self::NothingToResolve => "nothing_to_resolve",
        }
    }
}
