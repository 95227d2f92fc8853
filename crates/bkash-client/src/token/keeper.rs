//! The keeper: everybody's way to the one id token of a merchant account.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::Instant;

use super::flight::{Flight, Haste, Landing, Purpose, Slot};
use super::renewal::Renewal;
use super::{Held, StoredTokens, TokenAccount, TokenCalls, TokenStore, TokenStoreError};
use crate::clock::Clock;
use crate::error::{CallError, NotPerformed, NotPerformedReason};

/// Renewals of others that a caller waits for before it gives up; mostly the first one serves.
const ROUNDS: usize = 3;

/// What the keeper obeys.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// The gateway's limit; 2 (developer portal: Token Management).
    pub(crate) calls_per_hour: u32,
    /// How long one token call may hold off the others.
    pub(crate) lease: Duration,
}

/// Hands out the id token. Cheap to clone; clones share everything.
#[derive(Debug, Clone)]
pub(crate) struct Keeper(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) calls: TokenCalls,
    pub(super) store: Arc<dyn TokenStore>,
    pub(super) account: TokenAccount,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) settings: Settings,
    /// Written only between two polls, never held across I/O: a reader does not wait for a call.
    held: RwLock<Option<Arc<Held>>>,
    slot: Mutex<Slot>,
    /// So that an outage is told once.
    store_fails: AtomicBool,
}

impl Keeper {
    pub(crate) fn new(
        calls: TokenCalls,
        store: Arc<dyn TokenStore>,
        account: TokenAccount,
        clock: Arc<dyn Clock>,
        settings: Settings,
    ) -> Self {
        let (held, slot) = (RwLock::default(), Mutex::default());
        Self(Arc::new(Inner {
            calls,
            store,
            account,
            clock,
            settings,
            held,
            slot,
            store_fails: AtomicBool::new(false),
        }))
    }

    /// A token that serves now. Without any I/O if one is in hand; else all who ask wait for one
    /// and the same renewal.
    pub(crate) async fn token(&self) -> Landing {
        self.token_in(Haste::Now).await
    }

    /// As [`Keeper::token`], but never makes the last call that the hour allows, unless the hour has only one.
    pub(crate) async fn token_sparing_one(&self) -> Landing {
        self.token_in(Haste::CanWait).await
    }

    async fn token_in(&self, haste: Haste) -> Landing {
        let held = self.0.held();
        if let Some(held) = self.in_hand(held.as_ref()) {
            return Ok(Arc::clone(held));
        }
        // Dead by the monotonic clock is dead, whatever a store whose clock leapt back may say.
        let spent = |held: &&Arc<Held>| held.is_refused() || !held.is_alive(Instant::now());
        let unusable = held.as_ref().filter(spent).map(Arc::clone);
        let landing = self.renewed(unusable, haste).await;
        match (landing, held) {
            // One that was refused once, or that a leaping clock calls dead, may still serve.
            (Err(_), Some(held)) if held.is_alive(Instant::now()) => Ok(held),
            (landing, _) => landing,
        }
    }

    /// Another token than `refused`, to which the gateway answered 401. If somebody has got one
    /// since, that one, without a call.
    pub(crate) async fn successor_of(&self, refused: &Arc<Held>) -> Landing {
        if let Some(held) = self.0.held() {
            if held.is_same_token(refused.set()) {
                held.mark_refused();
            } else if let Some(held) = self.in_hand(Some(&held)) {
                return Ok(Arc::clone(held));
            }
        }
        self.renewed(Some(Arc::clone(refused)), Haste::Now).await
    }

    /// New tokens whatever is in hand; counted in the budget like any other call.
    pub(crate) async fn granted_anew(&self) -> Landing {
        self.forced(Purpose::ForcedGrant).await
    }

    /// A new id token whatever is in hand; counted in the budget like any other call.
    pub(crate) async fn refreshed(&self) -> Landing {
        self.forced(Purpose::ForcedRefresh).await
    }

    /// What the store has, live or not; makes no call.
    pub(crate) async fn stored(&self) -> Result<Option<StoredTokens>, CallError> {
        self.0.heard(self.0.store.load(&self.0.account).await)
    }

    /// The token that would be sent now; asks nobody.
    pub(crate) fn kept(&self) -> Option<Arc<Held>> {
        self.0.held().filter(|held| held.is_alive(Instant::now()))
    }

    fn in_hand<'a>(&self, held: Option<&'a Arc<Held>>) -> Option<&'a Arc<Held>> {
        let now = Instant::now();
        let held = held.filter(|held| held.serves(now, self.0.clock.now()))?;
        if held.wants_renewal(now) {
            self.renew_early(held, now);
        }
        Some(held)
    }

    async fn renewed(&self, unusable: Option<Arc<Held>>, haste: Haste) -> Landing {
        for _ in 0..ROUNDS {
            let purpose = Purpose::Needed {
                unusable: unusable.clone(),
                haste,
            };
            let (flight, is_ours) = self.join(purpose);
            let spares_one = flight.spares_one;
            let landing = flight.landing().await;
            let serves_us = match (&landing, &unusable) {
                (Ok(held), Some(refused)) => !refused.is_same_token(held.set()),
                (Ok(_), None) => true,
                (Err(_), _) => !spares_one,
            };
            // What others had asked for may not serve us; what we asked for is the last word.
            if is_ours || serves_us {
                return landing;
            }
        }
        let message = "no other token could be had";
        Err(NotPerformed::new(NotPerformedReason::NoToken, message).into())
    }

    async fn forced(&self, purpose: Purpose) -> Landing {
        loop {
            let under_way = self.0.slot().under_way();
            match under_way {
                None => return self.join(purpose).0.landing().await,
                // Its landing is not what was asked for; only one call runs at a time.
                Some(flight) => drop(flight.landing().await),
            }
        }
    }

    /// The flight under way, or a new one, which is then ours.
    fn join(&self, purpose: Purpose) -> (Flight, bool) {
        let mut slot = self.0.slot();
        match slot.under_way() {
            Some(flight) => (flight, false),
            None => (self.depart(&mut slot, purpose), true),
        }
    }

    fn renew_early(&self, held: &Arc<Held>, now: Instant) {
        let mut slot = self.0.slot();
        let paused = slot.no_early_before.is_some_and(|until| now < until);
        if !paused && slot.under_way().is_none() {
            slot.no_early_before = Some(now + held.pause_between_tries());
            self.depart(
                &mut slot,
                Purpose::Early {
                    current: Arc::clone(held),
                },
            );
        }
    }

    fn depart(&self, slot: &mut Slot, purpose: Purpose) -> Flight {
        let spares_one = purpose.spares_one();
        let (flight, pilot) = slot.depart(spares_one);
        let inner = Arc::clone(&self.0);
        tokio::spawn(async move {
            let landing = Renewal::new(&inner, purpose).run().await;
            if let Err(error) = &landing {
                tracing::warn!(account = %inner.account, %error, spares_one, "no new id token");
            }
            inner.slot().clear();
            pilot.land(landing);
        });
        flight
    }
}

impl Inner {
    pub(super) fn held(&self) -> Option<Arc<Held>> {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts tokens of the store in everybody's hand.
    pub(super) fn adopt(&self, stored: StoredTokens) -> Landing {
        let held = Held::new(stored, Instant::now(), self.clock.now())
            .map(Arc::new)
            .ok_or_else(|| {
                NotPerformed::new(
                    NotPerformedReason::NoToken,
                    "the stored id token is garbled",
                )
            })?;
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&held));
        Ok(held)
    }

    /// Every answer of the store passes here: an outage is told when it begins and when it ends.
    pub(super) fn heard<T>(&self, answer: Result<T, TokenStoreError>) -> Result<T, CallError> {
        let fails = answer.is_err();
        if let Some(observer) = &self.calls.wire.observer {
            observer.token_store(!fails);
        }
        let told = self.store_fails.swap(fails, Ordering::Relaxed);
        match answer {
            Ok(value) => {
                if told {
                    tracing::info!(account = %self.account, "the token store can be used again");
                }
                Ok(value)
            }
            Err(error) => {
                if !told {
                    let held = self
                        .held()
                        .is_some_and(|held| held.is_alive(Instant::now()));
                    tracing::error!(account = %self.account, %error, token_in_hand = held, "no token call is possible");
                }
                Err(NotPerformed::new(NotPerformedReason::NoToken, error.to_string()).into())
            }
        }
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
