use std::fmt;
use std::time::Duration;

use payment_core::Timestamp;

use super::delivery::DeliveryOutcome;

/// An endpoint that took nothing for so long is disabled: [Svix's practice](https://docs.svix.com/retries).
pub const DISABLED_AFTER: Duration = Duration::from_secs(5 * 24 * 3600);

/// After so long without an attempt, an earlier failure says nothing of the endpoint any more. Longer than any
/// wait of the schedule.
pub const FORGOTTEN_AFTER: Duration = Duration::from_secs(24 * 3600);

/// The time of the last failure is written only when the one that is stored is older than this.
pub const FAILURE_NOTED_EVERY: Duration = Duration::from_secs(3600);

/// The SHA-256 digest of the endpoint's address, which itself may hold a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EndpointDigest(pub [u8; 32]);

impl EndpointDigest {
    /// Of the whole address, its query too.
    #[must_use]
    pub fn of(address: &url::Url) -> Self {
        Self(crate::digest::sha256(address.as_str().as_bytes()))
    }
}

impl fmt::Debug for EndpointDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EndpointDigest(..)")
    }
}

/// The shop's endpoint as the store remembers it; times are the database's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Which.
    pub address: EndpointDigest,
    /// The first failure since the last success.
    pub failing_since: Option<Timestamp>,
    /// The last failure, to the hour; `None` exactly when nothing fails.
    pub last_failure_at: Option<Timestamp>,
    /// Nothing is sent while this stands; a person enables it again.
    pub disabled: Option<Disabled>,
}

/// Since when and why an endpoint gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disabled {
    /// By the database's clock.
    pub at: Timestamp,
    /// Why.
    pub reason: DisabledReason,
}

/// Why an endpoint gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisabledReason {
    /// It answered 410.
    Gone,
    /// It took nothing for five days.
    Failing,
}

impl DisabledReason {
    /// Every reason.
    pub const ALL: [Self; 2] = [Self::Gone, Self::Failing];

    /// The name in storage and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

impl Endpoint {
    /// Nothing is known of it yet.
    #[must_use]
    pub const fn new(address: EndpointDigest) -> Self {
        Self {
            address,
            failing_since: None,
            last_failure_at: None,
            disabled: None,
        }
    }

    /// What attempts that ended together make of it. While it takes everything that is itself, so that
    /// nothing need be written.
    #[must_use]
    pub fn after(self, outcomes: &[DeliveryOutcome], now: Timestamp) -> Self {
        let met = |wanted: fn(&DeliveryOutcome) -> bool| outcomes.iter().any(wanted);
        if self.disabled.is_some() || outcomes.is_empty() {
            return self;
        }
        if met(|outcome| matches!(outcome, DeliveryOutcome::Gone(_))) {
            return self.failed(now).disabled(DisabledReason::Gone, now);
        }
        if met(|outcome| matches!(outcome, DeliveryOutcome::Delivered)) {
            return Self::new(self.address);
        }
        let failed = self.failed(now);
        match failed.failing_since {
            Some(since) if now.since(since) >= DISABLED_AFTER => {
                failed.disabled(DisabledReason::Failing, now)
            }
            _ => failed,
        }
    }

    fn failed(self, now: Timestamp) -> Self {
        let fresh = Self {
            failing_since: Some(now),
            last_failure_at: Some(now),
            ..self
        };
        match self.last_failure_at.map(|last| now.since(last)) {
            None => fresh,
            Some(quiet) if quiet >= FORGOTTEN_AFTER => fresh,
            Some(quiet) if quiet >= FAILURE_NOTED_EVERY => Self {
                last_failure_at: Some(now),
                ..self
            },
            Some(_) => self,
        }
    }

    const fn disabled(self, reason: DisabledReason, at: Timestamp) -> Self {
        Self {
            disabled: Some(Disabled { at, reason }),
            ..self
        }
    }
}
