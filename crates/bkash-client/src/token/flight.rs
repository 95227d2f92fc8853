//! One renewal that many wait for.

use std::sync::{Arc, OnceLock};

use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::Held;
use crate::error::{CallError, NotPerformed, NotPerformedReason};

/// What a renewal came to; everybody who waited gets the same.
pub(super) type Landing = Result<Arc<Held>, CallError>;

/// Why a token call is made.
#[derive(Debug, Clone)]
pub(super) enum Purpose {
    /// No token serves; not this one either, if the gateway has refused it.
    Needed {
        unusable: Option<Arc<Held>>,
        haste: Haste,
    },
    /// The token in hand still serves, for its last minutes.
    Early { current: Arc<Held> },
    /// A person asked for new tokens.
    ForcedGrant,
    /// A person asked for a new id token.
    ForcedRefresh,
}

/// Whether whoever needs a token can do without for an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Haste {
    /// A payer waits: any call that the budget allows.
    Now,
    /// The last call of the hour is left to those who cannot wait.
    CanWait,
}

impl Purpose {
    /// Whether it keeps a call in reserve.
    pub(super) fn spares_one(&self) -> bool {
        match self {
            Self::Early { .. } => true,
            Self::Needed { haste, .. } => *haste == Haste::CanWait,
            Self::ForcedGrant | Self::ForcedRefresh => false,
        }
    }
}

/// A renewal under way. It belongs to no caller: it goes on when all who wait are cancelled.
#[derive(Debug, Clone)]
pub(super) struct Flight {
    strip: Arc<Strip>,
    /// It keeps a call in reserve, so its failure is not the last word for one in need.
    pub(super) spares_one: bool,
}

/// Held by the task that renews; those who wait go on when it is dropped, in the order in which they came.
#[derive(Debug)]
pub(super) struct Pilot {
    strip: Arc<Strip>,
}

/// Where a flight lands.
#[derive(Debug)]
struct Strip {
    landing: OnceLock<Landing>,
    /// Never has a permit; closed when the flight is over. It wakes its waiters first come, first served, so
    /// that a simulated run can be repeated.
    over: Semaphore,
}

/// The place for the one flight of a keeper.
#[derive(Debug, Default)]
pub(super) struct Slot {
    flight: Option<Flight>,
    pub(super) no_early_before: Option<Instant>,
}

impl Slot {
    /// The flight under way, if its task still runs.
    pub(super) fn under_way(&self) -> Option<Flight> {
        self.flight
            .clone()
            .filter(|flight| !flight.strip.over.is_closed())
    }

    pub(super) fn depart(&mut self, spares_one: bool) -> (Flight, Pilot) {
        let strip = Arc::new(Strip {
            landing: OnceLock::new(),
            over: Semaphore::new(0),
        });
        let pilot = Pilot {
            strip: Arc::clone(&strip),
        };
        let flight = Flight { strip, spares_one };
        self.flight = Some(flight.clone());
        (flight, pilot)
    }

    pub(super) fn clear(&mut self) {
        self.flight = None;
    }
}

impl Flight {
    pub(super) async fn landing(self) -> Landing {
        // An error is what closing looks like.
        let _ = self.strip.over.acquire().await;
        self.strip
            .landing
            .get()
            .cloned()
            .unwrap_or_else(|| Err(broke_off()))
    }
}

impl Pilot {
    /// Tells everybody who waits.
    pub(super) fn land(self, landing: Landing) {
        // The strip is this flight's alone, so nothing can stand on it yet.
        let _ = self.strip.landing.set(landing);
    }
}

impl Drop for Pilot {
    fn drop(&mut self) {
        self.strip.over.close();
    }
}

fn broke_off() -> CallError {
    NotPerformed::new(
        NotPerformedReason::NoToken,
        "the renewal of the token broke off",
    )
    .into()
}
