use std::time::Duration;

use payment_core::{PaymentId, Timestamp};

/// A webhook to be sent; its row commits with the change that it tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    /// The webhook message's id, the same on every attempt.
    pub id: DeliveryId,
    /// What it is about.
    pub payment: PaymentId,
    /// `payment.completed` and so on.
    pub event_type: &'static str,
    /// JSON, exactly as it is signed and sent.
    pub body: String,
}

/// `msg_` and random hex.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeliveryId(pub String);

/// A webhook taken by a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The webhook message's id.
    pub id: DeliveryId,
    /// What it is about.
    pub payment: PaymentId,
    /// `payment.completed` and so on.
    pub event_type: String,
    /// JSON, exactly as it is signed and sent.
    pub body: String,
    /// 1 for the first.
    pub attempt: u32,
    /// The database's clock at the claim.
    pub claimed_at: Timestamp,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// The shop took it.
    Delivered,
    /// Try again after this long, by the database's clock.
    Retry(Duration),
    /// No more attempts.
    GaveUp,
}

/// Where a delivery stands, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// To be sent, or being sent.
    Pending,
    /// Taken by the shop.
    Delivered,
    /// Given up.
    Failed,
}

impl DeliveryStatus {
    /// The name in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}
