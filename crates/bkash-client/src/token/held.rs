//! The token in hand.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret as _;
use tokio::time::Instant;

use super::{StoredTokens, TokenSet};

/// Tokens of the store, with their times turned into this process's own: nothing needs to be
/// asked or computed to use them.
#[derive(Debug)]
pub(crate) struct Held {
    set: TokenSet,
    authorization: HeaderValue,
    renew_from: Instant,
    dies_at: Instant,
    dies_at_wall: Timestamp,
    refused: AtomicBool,
}

impl Held {
    /// `None` if the id token cannot stand in a header.
    pub(super) fn new(stored: StoredTokens, now: Instant, wall: Timestamp) -> Option<Self> {
        let mut authorization =
            HeaderValue::from_str(stored.tokens.id_token.expose_secret()).ok()?;
        authorization.set_sensitive(true);
        let remaining = stored.tokens.remaining(stored.as_of);
        let margin = stored.tokens.margin();
        let remaining_wall = SignedDuration::try_from(remaining).unwrap_or(SignedDuration::ZERO);
        Some(Self {
            authorization,
            renew_from: now + remaining.saturating_sub(margin),
            dies_at: now + remaining,
            dies_at_wall: wall
                .saturating_add(remaining_wall)
                .unwrap_or(Timestamp::MAX),
            refused: AtomicBool::new(false),
            set: stored.tokens,
        })
    }

    /// The raw id token, as the header that carries it (all of bKash's own samples send it
    /// without `Bearer`).
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }

    pub(crate) fn set(&self) -> &TokenSet {
        &self.set
    }

    /// By both clocks: the monotonic one cannot leap, the wall clock goes on while a machine
    /// sleeps.
    pub(super) fn serves(&self, now: Instant, wall: Timestamp) -> bool {
        self.is_alive(now) && wall < self.dies_at_wall && !self.refused.load(Ordering::Relaxed)
    }

    /// By the monotonic clock alone: still worth a try when no other can be had.
    pub(super) fn is_alive(&self, now: Instant) -> bool {
        now < self.dies_at
    }

    pub(super) fn wants_renewal(&self, now: Instant) -> bool {
        now >= self.renew_from
    }

    /// How long to wait between tries of an early renewal: the first ten tries fit the margin.
    pub(super) fn pause_between_tries(&self) -> Duration {
        self.set.margin() / 10
    }

    /// The gateway answered 401 to it.
    pub(super) fn mark_refused(&self) {
        self.refused.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    pub(super) fn is_same_token(&self, other: &TokenSet) -> bool {
        self.set.id_token.expose_secret() == other.id_token.expose_secret()
    }
}
