use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use payment_core::{PaymentId, Timestamp};

/// Whoever wants to know how many webhooks are pending is told no more than this: a backlog of a million need
/// not be counted to the last.
pub const PENDING_COUNTED: usize = 100_000;

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

/// A text that is no delivery's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write msg_ and hex digits, as the webhook-id header has it")]
pub struct NotADeliveryId;

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DeliveryId {
    type Err = NotADeliveryId;

    fn from_str(text: &str) -> Result<Self, NotADeliveryId> {
        let hex = text.strip_prefix("msg_").ok_or(NotADeliveryId)?;
        let is_hex = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        match hex.len() {
            1..=32 if is_hex => Ok(Self(text.to_owned())),
            _ => Err(NotADeliveryId),
        }
    }
}

/// Which of the webhooks that are due a worker takes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimOrder {
    /// Whose time came first.
    LongestOverdue,
    /// Of which the fewest attempts were made, and of these the longest overdue: what has failed already tells
    /// little of an endpoint.
    LeastAttempted,
}

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
    /// 1 for the first; rises with every claim, also after a redelivery, so that it tells the leases apart.
    pub attempt: u32,
    /// Which attempt of the schedule it is: one more than have ended since the last redelivery. What nobody recorded
    /// the end of does not count.
    pub scheduled: u32,
    /// The database's clock at the claim.
    pub claimed_at: Timestamp,
}

/// An attempt that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Of what.
    pub id: DeliveryId,
    /// [`Delivery::attempt`], by which the lease is known.
    pub number: u32,
    /// What follows from it.
    pub outcome: DeliveryOutcome,
    /// Kept for the operator.
    pub answer: ShopAnswer,
}

/// What follows from an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// The shop took it.
    Delivered,
    /// Try again after this long, by the database's clock.
    Retry(Duration),
    /// No more attempts.
    GaveUp,
    /// The endpoint is no more, and is disabled. The webhook stays pending: should somebody enable the endpoint
    /// again, it is due after this long.
    Gone(Duration),
}

/// What the shop said to an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShopAnswer {
    /// An HTTP status.
    Status(u16),
    /// Nothing, and why.
    None(String),
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
    /// Every status, in the order of a delivery's life.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Failed];

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

/// A webhook as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// The webhook message's id.
    pub id: DeliveryId,
    /// What it is about.
    pub payment: PaymentId,
    /// `payment.completed` and so on.
    pub event_type: String,
    /// JSON, exactly as it is signed and sent.
    pub body: String,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// In all, those before a redelivery and those that nobody ended too.
    pub attempts: u32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// While pending: not before then. An attempt under way shows the end of its lease.
    pub due_at: Option<Timestamp>,
    /// When the last attempt ended, and how; `None` before the first has ended.
    pub last: Option<(Timestamp, ShopAnswer)>,
}

/// Which deliveries to list.
#[derive(Clone, Debug, Default)]
pub struct DeliveryQuery {
    /// Only these.
    pub status: Option<DeliveryStatus>,
    /// Only those about this payment and its refunds.
    pub payment: Option<PaymentId>,
    /// Only those older than this one: the last of the page before.
    pub after: Option<DeliveryId>,
    /// At least 1.
    pub limit: usize,
}

/// What became of the wish to send a webhook again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redelivery {
    /// It is pending again, with the whole schedule before it.
    Begun(Box<DeliveryRecord>),
    /// It is pending anyhow.
    Pending,
    /// There is none of this id.
    Unknown,
}
