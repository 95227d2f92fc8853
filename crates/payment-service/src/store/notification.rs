use std::time::Duration;

use payment_core::payment::Hint;
use payment_core::{PaymentId, Taka, Timestamp, TrxId};

/// A notification whose signature, topic and age are right; still a hint and no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotification {
    /// SNS's `MessageId`, the same on every delivery of it.
    pub message_id: String,
    /// The gateway's transaction; one notification of it is kept.
    pub trx_id: TrxId,
    /// As the payment had it, if it had one.
    pub merchant_invoice_number: Option<String>,
    /// What the payer paid, after coupons.
    pub amount: Taka,
    /// What the order cost, if a coupon was used.
    pub sale_amount: Option<Taka>,
    /// The gateway's number for how it was paid.
    pub transaction_type: String,
    /// SNS's `Timestamp`.
    pub sent_at: Timestamp,
}

/// How a notification was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Stored, and due at once.
    New,
    /// This message, or another one of its transaction, is kept already; nothing was stored.
    Duplicate,
}

/// A notification as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// As it came.
    pub content: NewNotification,
    /// By the database's clock.
    pub received_at: Timestamp,
    /// Where it stands.
    pub state: NotificationState,
    /// Why it was left alone or needs a person.
    pub reason: Option<NotificationReason>,
    /// Whose money it told of, once confirmed.
    pub payment: Option<PaymentId>,
    /// How often it was looked at; each look is a lease, which this number tells apart.
    pub attempts: u32,
    /// While received: not before then. One that is being looked at shows the end of the lease.
    pub due_at: Option<Timestamp>,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
}

impl Notification {
    /// What the rules make of it.
    #[must_use]
    pub fn hint(&self) -> Hint {
        Hint {
            trx_id: self.content.trx_id.clone(),
            amount: self.content.sale_amount.unwrap_or(self.content.amount),
            received_at: self.received_at,
        }
    }
}

/// Where a notification stands, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationState {
    /// To be compared with its payment.
    Received,
    /// Its payment knows of the money.
    Confirmed,
    /// Not about a payment of this service.
    Unmatched,
    /// Money that no payment here can have brought in.
    NeedsPerson,
}

impl NotificationState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Received,
        Self::Confirmed,
        Self::Unmatched,
        Self::NeedsPerson,
    ];

    /// The name in storage and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Confirmed => "confirmed",
            Self::Unmatched => "unmatched",
            Self::NeedsPerson => "needs_person",
        }
    }
}

/// Why a notification has no payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationReason {
    /// Paid by QR, USSD or another product of bKash.
    OtherProduct,
    /// It names no invoice.
    NoInvoice,
    /// There is no payment of its invoice.
    NoPayment,
    /// There is one, but it cannot have been paid so: it was never sent, is held, or is for another amount.
    NoFittingPayment,
    /// The gateway's search did not show it as completed within a day.
    NotFound,
}

impl NotificationReason {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::OtherProduct,
        Self::NoInvoice,
        Self::NoPayment,
        Self::NoFittingPayment,
        Self::NotFound,
    ];

    /// The name in storage and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherProduct => "other_product",
            Self::NoInvoice => "no_invoice",
            Self::NoPayment => "no_payment",
            Self::NoFittingPayment => "no_fitting_payment",
            Self::NotFound => "not_found",
        }
    }

    /// Whether somebody must look, or nobody need.
    #[must_use]
    pub const fn state(self) -> NotificationState {
        match self {
            Self::OtherProduct | Self::NoInvoice | Self::NoPayment => NotificationState::Unmatched,
            Self::NoFittingPayment | Self::NotFound => NotificationState::NeedsPerson,
        }
    }
}

/// What came of a look at a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationOutcome {
    /// This payment knows of the money.
    Confirmed(PaymentId),
    /// No payment does, and none will.
    Left(NotificationReason),
    /// Look again after this long, by the database's clock.
    Retry(Duration),
}

impl NotificationOutcome {
    /// Where it leaves the notification.
    #[must_use]
    pub const fn state(self) -> NotificationState {
        match self {
            Self::Confirmed(_) => NotificationState::Confirmed,
            Self::Left(reason) => reason.state(),
            Self::Retry(_) => NotificationState::Received,
        }
    }

    pub(super) const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Left(reason) => Some(reason.as_str()),
            Self::Confirmed(_) | Self::Retry(_) => None,
        }
    }

    pub(super) fn payment(self) -> Option<String> {
        match self {
            Self::Confirmed(payment) => Some(payment.to_string()),
            Self::Left(_) | Self::Retry(_) => None,
        }
    }

    pub(super) const fn wait(self) -> Option<Duration> {
        match self {
            Self::Retry(wait) => Some(wait),
            Self::Confirmed(_) | Self::Left(_) => None,
        }
    }
}

/// Which notifications to list.
#[derive(Clone, Debug, Default)]
pub struct NotificationQuery {
    /// Only these.
    pub state: Option<NotificationState>,
    /// Only those older than this message: the last of the page before.
    pub after: Option<String>,
    /// At least 1.
    pub limit: usize,
}
