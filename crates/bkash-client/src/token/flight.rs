//! One renewal that many wait for.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::Instant;

use super::Held;
use crate::error::{CallError, NotPerformed, NotPerformedReason};

/// What a renewal came to; everybody who waited gets the same.
pub(super) type Landing = Result<Arc<Held>, CallError>;

/// Why a token call is made.
#[derive(Debug, Clone)]
pub(super) enum Purpose {
    /// No token serves; not this one either, if the gateway has refused it.
    Needed { unusable: Option<Arc<Held>> },
    /// The token in hand still serves, for its last minutes.
    Early { current: Arc<Held> },
    /// A person asked for new tokens.
    ForcedGrant,
    /// A person asked for a new id token.
    ForcedRefresh,
}

/// A renewal under way. It belongs to no caller: it goes on when all who wait are cancelled.
#[derive(Debug, Clone)]
pub(super) struct Flight {
    landing: watch::Receiver<Option<Landing>>,
    /// It keeps a call in reserve, so its failure is not the last word for one in need.
    pub(super) is_early: bool,
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
            .filter(|flight| flight.landing.has_changed().is_ok())
    }

    pub(super) fn depart(&mut self, is_early: bool) -> (Flight, watch::Sender<Option<Landing>>) {
        let (landed, landing) = watch::channel(None);
        let flight = Flight { landing, is_early };
        self.flight = Some(flight.clone());
        (flight, landed)
    }

    pub(super) fn clear(&mut self) {
        self.flight = None;
    }
}

impl Flight {
    pub(super) async fn landing(mut self) -> Landing {
        match self.landing.wait_for(Option::is_some).await {
            Ok(landed) => landed.clone().unwrap_or_else(|| Err(broke_off())),
            Err(_) => Err(broke_off()),
        }
    }
}

fn broke_off() -> CallError {
    NotPerformed::new(
        NotPerformedReason::NoToken,
        "the renewal of the token broke off",
    )
    .into()
}
