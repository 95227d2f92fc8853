use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use bkash_client::{
    Client, Credentials, Environment, MemoryTokenStore, RefundApi, TokenStore, Transport,
};
use payment_core::AccountId;
use payment_service::Metrics;
use payment_service::engine::{Engine, EngineParts, EngineSettings};
use payment_service::store::{EndpointDigest, Store};
use payment_service::webhook::{Courier, CourierParts};

use super::bell::Bells;
use super::clock::{SeededRandom, SimulatedClock};
use super::crash::FragileStore;
use super::dice::Dice;
use super::luck::{Alive, Luck, Mishap, Outage};
use super::met::Met;
use super::sabotage::{ResendingWire, Sabotage};
use super::shop::{Inbox, SECRET, ShopDoor};
use super::storm::Storm;
use super::tokens::FragileTokens;
use super::trace::Trace;
use super::wire::{Log, Wire};
use super::witness::Witness;

/// What all instances of a schedule share: the gateway, the database, the tokens, the shop.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) gateway: Router,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) account: AccountId,
    pub(crate) tokens: Arc<dyn TokenStore>,
    pub(crate) endpoint: EndpointDigest,
    pub(crate) inbox: Inbox,
    pub(crate) clock: Arc<SimulatedClock>,
    pub(crate) dice: Dice,
    pub(crate) log: Log,
    pub(crate) mishaps: Arc<Mutex<Vec<Mishap>>>,
    pub(crate) witness: Witness,
    pub(crate) bells: Bells,
    pub(crate) trace: Trace,
    pub(crate) met: Met,
    pub(crate) metrics: Metrics,
    pub(crate) faults: Faults,
    pub(crate) outage: Outage,
    /// What is broken on purpose.
    pub(crate) sabotage: Option<Sabotage>,
    pub(crate) refund_api: RefundApi,
}

/// How often things go wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    /// Of 100 exchanges so many meet bad weather.
    pub(crate) badness: u8,
    /// Of 1000 commits so many kill, stall or fail.
    pub(crate) fragility: u16,
    pub(crate) storm: Storm,
}

/// One place of the fleet, where a process runs, dies and is started again.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) name: &'static str,
    running: Arc<Mutex<Running>>,
}

/// One process, from its start to its death.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) engine: Engine,
    store: Arc<dyn Store>,
    pub(crate) courier: Arc<Courier>,
    pub(crate) alive: Alive,
}

pub(crate) const APP_KEY: &str = "simulated-app-key";

impl Ground {
    pub(crate) fn place(&self, name: &'static str) -> Place {
        Place {
            name,
            running: Arc::new(Mutex::new(self.start(name))),
        }
    }

    /// The same ground on a good day.
    pub(crate) fn in_fair_weather(&self) -> Self {
        Self {
            faults: Faults::default(),
            ..self.clone()
        }
    }

    pub(crate) fn restart(&self, place: &Place) {
        *place.running.lock().unwrap() = self.start(place.name);
    }

    fn start(&self, name: &'static str) -> Running {
        let luck = Luck {
            name,
            alive: Alive::default(),
            dice: self.dice.clone(),
            fragility: self.faults.fragility,
            outage: self.outage.clone(),
            mishaps: Arc::clone(&self.mishaps),
            trace: self.trace.clone(),
            met: self.met.clone(),
        };
        let store: Arc<dyn Store> = Arc::new(FragileStore {
            inner: Arc::clone(&self.store),
            luck: luck.clone(),
            witness: self.witness.clone(),
            bells: self.bells.clone(),
            sabotage: self.sabotage,
        });
        Running {
            engine: self.engine(&luck, Arc::clone(&store)),
            courier: Arc::new(self.courier(&luck, Arc::clone(&store))),
            store,
            alive: luck.alive,
        }
    }

    fn engine(&self, luck: &Luck, store: Arc<dyn Store>) -> Engine {
        Engine::new(EngineParts {
            store,
            client: self.client(luck),
            clock: self.clock.clone(),
            random: Arc::new(SeededRandom::new(self.dice.seed())),
            settings: EngineSettings {
                public_url: "http://127.0.0.1:8601".parse().unwrap(),
                payment_expiry: Duration::from_secs(3 * 3600),
                refund_api: self.refund_api,
                answer_wait: Duration::from_secs(30),
                settle_wait: Duration::from_secs(2),
                webhooks: true,
            },
        })
    }

    fn courier(&self, luck: &Luck, store: Arc<dyn Store>) -> Courier {
        Courier::new(CourierParts {
            store,
            endpoint: self.endpoint,
            carrier: Arc::new(ShopDoor {
                inbox: Arc::clone(&self.inbox),
                alive: luck.alive.clone(),
                dice: self.dice.clone(),
                badness: self.faults.badness,
                trace: self.trace.clone(),
                met: self.met.clone(),
                name: luck.name,
            }),
            clock: self.clock.clone(),
            random: Arc::new(SeededRandom::new(self.dice.seed())),
            secrets: SECRET.parse().unwrap(),
            metrics: self.metrics.clone(),
        })
    }

    fn client(&self, luck: &Luck) -> Client {
        let credentials = Credentials {
            app_key: APP_KEY.to_owned(),
            app_secret: "secret".to_owned().into(),
            username: "merchant".to_owned(),
            password: "password".to_owned().into(),
        };
        let wire = Wire {
            gateway: self.gateway.clone(),
            dice: self.dice.clone(),
            badness: self.faults.badness,
            storm: self.faults.storm.clone(),
            log: Arc::clone(&self.log),
            trace: self.trace.clone(),
            met: self.met.clone(),
            name: luck.name,
            alive: luck.alive.clone(),
        };
        let wire: Arc<dyn Transport> = match self.sabotage {
            Some(Sabotage::Resends) => Arc::new(ResendingWire(wire)),
            _ => Arc::new(wire),
        };
        let tokens: Arc<dyn TokenStore> = match self.sabotage {
            Some(Sabotage::OwnTokens) => Arc::new(MemoryTokenStore::with_clock(self.clock.clone())),
            _ => Arc::clone(&self.tokens),
        };
        let tokens = FragileTokens {
            inner: tokens,
            luck: luck.clone(),
            away: self.faults.storm.tokens.clone(),
        };
        Client::builder(
            Environment::at("http://127.0.0.1:8600").unwrap(),
            credentials,
        )
        .transport(wire)
        .token_store(Arc::new(tokens))
        .clock(self.clock.clone())
        .refund_api(self.refund_api)
        .build()
        .unwrap()
    }
}

impl Place {
    /// Whoever runs there now.
    pub(crate) fn engine(&self) -> Engine {
        self.running.lock().unwrap().engine.clone()
    }

    /// The store as whoever runs there has it.
    pub(crate) fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.running.lock().unwrap().store)
    }

    pub(crate) fn running(&self) -> Running {
        self.running.lock().unwrap().clone()
    }
}
