//! The root of one simulator: its settings, its worlds, and which world a payment is of.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::Timestamp;
use tokio::sync::watch;
use url::Url;

use crate::clock::{Clock, WorldClock};
use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::fault::{Callback, Detour, Facts, Fault, Rules};
use crate::journal::Journal;
use crate::lookout::Lookout;
use crate::notification::{Notifier, Post, SignatureVersion, Subscribe, Topic};
use crate::scenario::Scenario;
use crate::switch::Switches;
use crate::tls::is_gateway_name;
use crate::world::{Amount, MOST_PAYMENTS, Outcome, Payment, PaymentId, State};

/// What does not change while a simulator runs.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) clock: Arc<dyn Clock>,
    /// Empty: any credentials are accepted.
    pub(crate) credentials: Vec<Credentials>,
    /// Its origin is that of the page addresses; else the one that the caller used.
    pub(crate) public_url: Option<Url>,
    /// Origin of the pages for callers that reached us by one of the gateway's own names.
    pub(crate) plain_origin: Option<String>,
    /// Whom every world tells of its completed payments.
    pub(crate) listener: Option<Post>,
    pub(crate) good_balance: Amount,
    /// With which every world starts.
    pub(crate) switches: Switches,
    /// Exchanges that each world's journal keeps.
    pub(crate) journal: usize,
    /// Played in every world from its first moment on.
    pub(crate) scenarios: Vec<Scenario>,
}

impl Settings {
    /// Scheme and host of the pages' addresses, for a caller that named this host.
    pub(crate) fn origin(&self, host: Option<&str>) -> String {
        let host = host.unwrap_or("127.0.0.1");
        match (&self.public_url, &self.plain_origin) {
            (Some(url), _) => url.origin().ascii_serialization(),
            (None, Some(plain)) if is_gateway_name(host) => plain.clone(),
            _ => format!("http://{host}"),
        }
    }

    /// Likewise, where no caller named a host.
    fn own_origin(&self) -> String {
        match (&self.public_url, &self.plain_origin) {
            (None, Some(plain)) => plain.clone(),
            _ => self.origin(None),
        }
    }

    fn play(&self, world: &World) {
        for scenario in &self.scenarios {
            if let Err(full) = scenario.play(world) {
                tracing::error!(%full, scenario = scenario.name(), "not all of a scenario is played");
            }
        }
    }
}

/// All that one simulator holds.
pub(crate) struct Gateway {
    pub(crate) settings: Settings,
    pub(crate) lookout: Arc<Lookout>,
    worlds: RwLock<HashMap<String, Arc<World>>>,
    /// What testers set up before any merchant has called: faults, clock, switches and wallets of the
    /// first world to come.
    unnamed: Arc<World>,
    /// The payer's browser has no app key: pages find their world by the payment.
    owners: RwLock<HashMap<PaymentId, Arc<World>>>,
    stopping: Option<watch::Receiver<()>>,
}

/// One merchant's world behind its locks. Each is held only while state is read or changed.
pub(crate) struct World {
    pub(crate) app_key: String,
    seed: u64,
    good_balance: Amount,
    switches: Switches,
    pub(crate) clock: WorldClock,
    resets: AtomicU64,
    state: Mutex<State>,
    journal: Mutex<Journal>,
    /// May be held while the state is asked, never the other way round.
    faults: Mutex<Rules>,
    notifier: Mutex<Arc<Notifier>>,
    /// Ways back to the merchant that a fault has struck, by payment.
    detours: Mutex<HashMap<PaymentId, Detour>>,
}

/// Worlds that one simulator makes; a flood of invented keys makes no more.
const MOST_WORLDS: usize = 4096;

impl Gateway {
    pub(crate) fn new(settings: Settings) -> Self {
        let unnamed = World::new("", &settings);
        settings.play(&unnamed);
        Self {
            unnamed: Arc::new(unnamed),
            settings,
            lookout: Arc::default(),
            worlds: RwLock::default(),
            owners: RwLock::default(),
            stopping: None,
        }
    }

    /// Lets go of those who follow a journal when this says so.
    pub(crate) fn until(self, stopping: watch::Receiver<()>) -> Self {
        Self {
            stopping: Some(stopping),
            ..self
        }
    }

    /// What says that the simulator stops; None where it has no socket.
    pub(crate) fn stopping(&self) -> Option<watch::Receiver<()>> {
        self.stopping.clone()
    }

    /// Every world there is, by its app key.
    pub(crate) fn named_worlds(&self) -> Vec<Arc<World>> {
        let mut worlds: Vec<_> = read(&self.worlds).values().cloned().collect();
        worlds.sort_by(|one, other| one.app_key.cmp(&other.app_key));
        worlds
    }

    /// The world of an app key, made on first sight. None for a key that is not configured where
    /// keys are, and when there are too many.
    pub(crate) fn world(&self, app_key: &str) -> Option<Arc<World>> {
        if let Some(world) = self.existing_world(app_key) {
            return Some(world);
        }
        if !self.admits(app_key) {
            return None;
        }
        let mut worlds = write(&self.worlds);
        if worlds.len() >= MOST_WORLDS && !worlds.contains_key(app_key) {
            return None;
        }
        let is_first = worlds.is_empty();
        let world = worlds.entry(app_key.to_owned()).or_insert_with(|| {
            let world = World::new(app_key, &self.settings);
            match is_first {
                true => world.inherit(&self.unnamed),
                false => self.settings.play(&world),
            }
            self.subscribe_listener(&world);
            Arc::new(world)
        });
        Some(Arc::clone(world))
    }

    /// The listener of the start, unless a tester has named another.
    fn subscribe_listener(&self, world: &World) {
        let (Some(post), notifier) = (&self.settings.listener, world.notifier()) else {
            return;
        };
        if notifier.has_listener() {
            return;
        }
        let subscribe = Subscribe {
            post: post.clone(),
            topic: Topic::standard(),
            version: SignatureVersion::default(),
            origin: self.settings.own_origin(),
        };
        notifier.subscribe(world.unmoved_now(), subscribe);
    }

    /// Whether such an app key may have a world: any may, where none is configured.
    pub(crate) fn admits(&self, app_key: &str) -> bool {
        let configured = &self.settings.credentials;
        let is_known = configured.iter().any(|known| known.app_key == app_key);
        !app_key.is_empty() && (configured.is_empty() || is_known)
    }

    /// The world of an app key that was seen before.
    pub(crate) fn existing_world(&self, app_key: &str) -> Option<Arc<World>> {
        read(&self.worlds).get(app_key).cloned()
    }

    /// The only world, where there is exactly one.
    pub(crate) fn only_world(&self) -> OnlyWorld {
        let worlds = read(&self.worlds);
        let mut all = worlds.values();
        match (all.next(), all.next()) {
            (None, _) => OnlyWorld::None,
            (Some(world), None) => OnlyWorld::One(Arc::clone(world)),
            _ => OnlyWorld::Several,
        }
    }

    /// Every world, the one that is still to get its name among them.
    pub(crate) fn worlds(&self) -> Vec<Arc<World>> {
        let named = self.named_worlds();
        named.into_iter().chain([self.unnamed_world()]).collect()
    }

    /// Stands for the first world until a merchant's first call makes it.
    pub(crate) fn unnamed_world(&self) -> Arc<World> {
        Arc::clone(&self.unnamed)
    }

    /// The world that a payment was created in.
    pub(crate) fn owner(&self, payment_id: &str) -> Option<Arc<World>> {
        read(&self.owners).get(payment_id).cloned()
    }

    /// Whether any merchant's world has such an agreement.
    pub(crate) fn knows_agreement(&self, id: &str) -> bool {
        self.agreement_world(id).is_some()
    }

    /// The world that an agreement was made in.
    pub(crate) fn agreement_world(&self, id: &str) -> Option<Arc<World>> {
        let worlds: Vec<_> = read(&self.worlds).values().cloned().collect();
        worlds
            .into_iter()
            .find(|world| world.state().knows_agreement(id))
    }

    /// Remembers a new payment's world, and forgets what that world has too much of.
    pub(crate) fn own(&self, payment_id: PaymentId, world: &Arc<World>) {
        let gone = world.state().forget_beyond(MOST_PAYMENTS, world.now());
        let mut owners = write(&self.owners);
        for payment_id in gone {
            owners.remove(&payment_id);
        }
        owners.insert(payment_id, Arc::clone(world));
    }

    /// Puts a world back to its first moment: no payments, tokens, faults or journal, full wallets,
    /// the switches of the start, the clock at the present; the scenarios of the start begin again. Its
    /// listener stays subscribed. With a seed it makes the same ids as a simulator of that seed.
    pub(crate) fn reset(&self, world: &World, seed: Option<u64>) {
        let seed = match seed {
            Some(seed) => world_seed(seed, &world.app_key),
            // One of its own, so that no id of the old life can come again.
            None => {
                let life = world.resets.fetch_add(1, Ordering::Relaxed) + 1;
                world.seed.wrapping_add(life)
            }
        };
        let fresh = State::new(seed, world.good_balance, world.switches);
        let old = std::mem::replace(&mut *world.state(), fresh);
        let mut owners = write(&self.owners);
        for payment_id in old.payment_ids() {
            owners.remove(payment_id);
        }
        drop(owners);
        world.journal().clear();
        *world.faults() = Rules::new(seed);
        lock(&world.detours).clear();
        world.clock.reset();
        world.notifier().reset();
        self.settings.play(world);
    }
}

/// How many worlds there are to choose from.
pub(crate) enum OnlyWorld {
    None,
    One(Arc<World>),
    Several,
}

impl World {
    fn new(app_key: &str, settings: &Settings) -> Self {
        let seed = world_seed(settings.seed, app_key);
        Self {
            app_key: app_key.to_owned(),
            seed,
            good_balance: settings.good_balance,
            switches: settings.switches,
            clock: WorldClock::new(Arc::clone(&settings.clock)),
            resets: AtomicU64::new(0),
            state: Mutex::new(State::new(seed, settings.good_balance, settings.switches)),
            journal: Mutex::new(Journal::new(settings.journal)),
            faults: Mutex::new(Rules::new(seed)),
            detours: Mutex::default(),
            notifier: Mutex::new(Arc::new(Notifier::new(seed))),
        }
    }

    /// Takes over what was set up before this world had a name.
    fn inherit(&self, unnamed: &Self) {
        self.state().switches = unnamed.state().switches;
        self.state().swap_wallets(&mut unnamed.state());
        self.clock.take_over(&unnamed.clock);
        self.faults().inherit(&mut unnamed.faults(), self.now());
        std::mem::swap(&mut *lock(&self.notifier), &mut *lock(&unnamed.notifier));
        std::mem::swap(&mut *self.journal(), &mut *unnamed.journal());
    }

    /// The world's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        lock(&self.journal)
    }

    /// The pages of a payment have just come to their outcome: a fault may strike the way back.
    pub(crate) fn leave_pages(&self, payment_id: &str) {
        let find = || {
            let state = self.state();
            state
                .payment(payment_id)
                .map(Facts::from)
                .unwrap_or_default()
        };
        let strike = self.faults().take(Endpoint::Callback, self.now(), find);
        if let Some(Fault::Callback(detour)) = strike.map(|strike| strike.fault)
            && let Ok(payment) = self.state().payment(payment_id)
        {
            lock(&self.detours).insert(payment.id.clone(), detour);
        }
    }

    /// The way back from the pages, as a fault has left it.
    pub(crate) fn callback(&self, payment: &Payment, outcome: Outcome) -> Callback {
        Callback::of(payment, outcome, lock(&self.detours).get(&payment.id))
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Rules> {
        lock(&self.faults)
    }

    pub(crate) fn notifier(&self) -> Arc<Notifier> {
        Arc::clone(&lock(&self.notifier))
    }

    /// The simulator's clock, which no tester moves: Amazon's, that stamps envelopes.
    pub(crate) fn unmoved_now(&self) -> Timestamp {
        self.clock.unmoved_now()
    }
}

/// Worlds of one simulator differ, and each is the same whenever it is made.
fn world_seed(seed: u64, app_key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    app_key.hash(&mut hasher);
    seed ^ hasher.finish()
}

/// A panic under a lock is reported where it happens; the next caller goes on with what is there.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
