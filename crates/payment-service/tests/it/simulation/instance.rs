use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use bkash_client::{Client, Credentials, Environment, RefundApi, TokenStore};
use payment_service::Metrics;
use payment_service::engine::{Backlog, Engine, EngineParts, EngineSettings};
use payment_service::store::{EndpointDigest, Lane, Store, StoreError};
use payment_service::webhook::{Courier, CourierParts};

use super::bell::{Bell, Bells};
use super::clock::{SeededRandom, SimulatedClock};
use super::crash::FragileStore;
use super::dice::Dice;
use super::luck::{Alive, Luck, Mishap, Outage};
use super::met::Met;
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

#[derive(Clone, Debug)]
struct Running {
    engine: Engine,
    store: Arc<dyn Store>,
    courier: Arc<Courier>,
    alive: Alive,
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
        let tokens = FragileTokens {
            inner: Arc::clone(&self.tokens),
            luck: luck.clone(),
            away: self.faults.storm.tokens.clone(),
        };
        Client::builder(
            Environment::at("http://127.0.0.1:8600").unwrap(),
            credentials,
        )
        .transport(Arc::new(wire))
        .token_store(Arc::new(tokens))
        .clock(self.clock.clone())
        .refund_api(self.refund_api)
        .build()
        .unwrap()
    }

    /// Watches over a place: its workers run, and whatever dies is started again after a while.
    pub(crate) async fn tend(self, place: Place) {
        loop {
            let running = place.running();
            let (engine, courier) = (&running.engine, &running.courier);
            let bells = &self.bells;
            tokio::select! {
                // Without it the order of polls is tokio's own chance, and no seed of ours.
                biased;
                () = running.alive.ended() => {}
                () = self.work(&bells.tidy, || async { engine.tidy_one().await.map(Look::at) }) => {}
                () = self.work(&bells.resolve, || self.resolve(engine, Backlog::Payments)) => {}
                () = self.work(&bells.resolve, || self.resolve(engine, Backlog::Refunds)) => {}
                () = self.work(&bells.deliver, || async {
                    courier.deliver_due().await.map(|count| Look::at(count > 0))
                }) => {}
            }
            tokio::time::sleep(self.dice.seconds(1..60)).await;
            self.trace.line(format!("{} starts again", place.name));
            self.met.note("instance", "started again");
            *place.running.lock().unwrap() = self.start(place.name);
        }
    }

    /// Asks about one payment or refund, side by side with what was asked before.
    async fn resolve(&self, engine: &Engine, backlog: Backlog) -> Result<Look, StoreError> {
        if engine.resolve_aside(backlog, ()).await? {
            return Ok(Look::Worked);
        }
        for (call, _) in engine.breakers().iter().filter(|(_, is_open)| *is_open) {
            self.met.note("breaker", call.name());
        }
        let is_left = match backlog {
            Backlog::Payments => {
                let due = self.store.due_payments(Lane::Gateway, 1).await?;
                !due.items.is_empty()
            }
            Backlog::Refunds => !self.store.due_refunds(1).await?.items.is_empty(),
        };
        Ok(match is_left {
            true => Look::Barred,
            false => Look::Nothing,
        })
    }

    /// One worker: does one piece of work after another, and looks again when something falls due.
    async fn work<F: Future<Output = Result<Look, StoreError>>>(
        &self,
        bell: &Bell,
        do_one: impl Fn() -> F,
    ) {
        loop {
            let looked = self.trace.elapsed();
            let haste = match do_one().await {
                Ok(Look::Worked) => continue,
                Ok(Look::Nothing) => {
                    bell.rings_after(looked, &self.trace).await;
                    1..4_000
                }
                // A store that fails, and a gateway that is spared, are asked again soon.
                Ok(Look::Barred) | Err(_) => 1_000..60_000,
            };
            tokio::time::sleep(self.dice.milliseconds(haste)).await;
        }
    }
}

/// What a worker found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Worked,
    Nothing,
    /// Something is due, and its turn has not come.
    Barred,
}

impl Look {
    const fn at(worked: bool) -> Self {
        match worked {
            true => Self::Worked,
            false => Self::Nothing,
        }
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

    fn running(&self) -> Running {
        self.running.lock().unwrap().clone()
    }
}
