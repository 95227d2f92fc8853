//! What went over the wire, told to whoever asks: metrics, a timeline, a test.

use std::fmt::{self, Debug};
use std::time::Duration;

use jiff::Timestamp;

/// The gateway's calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Call {
    /// First tokens of an account, or new ones after the refresh token's 28 days.
    Grant,
    /// A new id token for the hour that begins.
    Refresh,
    /// A payment to send the payer to.
    Create,
    /// Takes the money.
    Execute,
    /// The state of a payment whose execute had no answer.
    Query,
    /// A movement of money by its trx id.
    Search,
    /// Money back, whole or part.
    Refund,
    /// What was refunded of a payment.
    RefundStatus,
}

impl Call {
    /// Snake case, stable: fit for a metric's label.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Refresh => "refresh",
            Self::Create => "create",
            Self::Execute => "execute",
            Self::Query => "query",
            Self::Search => "search",
            Self::Refund => "refund",
            Self::RefundStatus => "refund_status",
        }
    }

    /// Whether money may have moved when the answer does not settle it.
    #[must_use]
    pub const fn moves_money(self) -> bool {
        matches!(self, Self::Execute | Self::Refund)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How one exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutcomeKind {
    /// Answered with success.
    Success,
    /// Answered with a code that says no.
    Refused,
    /// Never left, or turned away before the gateway's backend.
    NotPerformed,
    /// Sent, and nothing came back that settles it.
    Unanswered,
}

impl OutcomeKind {
    /// Snake case, stable: fit for a metric's label.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Refused => "refused",
            Self::NotPerformed => "not_performed",
            Self::Unanswered => "unanswered",
        }
    }
}

/// One exchange with the gateway; holds no secret and no wallet number.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExchangeReport {
    /// Which call.
    pub call: Call,
    /// 1, or 2 for the one repeat after a 401.
    pub attempt: u8,
    /// The HTTP status, if a whole reply came.
    pub status: Option<u16>,
    /// How it ended.
    pub outcome: OutcomeKind,
    /// The gateway's code, if it gave one other than success.
    pub code: Option<String>,
    /// By the client's clock.
    pub started_at: Timestamp,
    /// From the first attempt to connect to the last byte read, or to giving up.
    pub duration: Duration,
}

/// Hears of every exchange, token calls included, and whether the token store answers.
///
/// Called inline after the exchange: it must return quickly and must not block.
pub trait Observer: Send + Sync + Debug {
    /// One exchange ended.
    fn exchange(&self, report: &ExchangeReport);

    /// The token store was asked and answered, or did not. While it does not, the token in hand serves to its
    /// end, and no token call is made.
    fn token_store(&self, _answered: bool) {}
}
