use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use bkash_client::{Client, Credentials, Environment, RefundApi, TokenStore};
use payment_service::engine::{Engine, EngineParts, EngineSettings};
use payment_service::store::Store;

use super::clock::{SeededRandom, SimulatedClock};
use super::crash::{Alive, FragileStore, Outage};
use super::trace::Trace;
use super::wire::{Log, Wire};

/// What all instances of a schedule share: the gateway, the database, the tokens.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) gateway: Router,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) tokens: Arc<dyn TokenStore>,
    pub(crate) clock: Arc<SimulatedClock>,
    pub(crate) rng: Arc<Mutex<fastrand::Rng>>,
    pub(crate) log: Log,
    pub(crate) trace: Trace,
    pub(crate) badness: u8,
    pub(crate) fragility: u16,
    pub(crate) outage: Outage,
    pub(crate) refund_api: RefundApi,
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
            badness: 0,
            fragility: 0,
            ..self.clone()
        }
    }

    fn start(&self, name: &'static str) -> Running {
        let alive = Alive::new();
        let seed = self.rng.lock().unwrap().u64(..);
        let store = FragileStore {
            inner: Arc::clone(&self.store),
            alive: alive.clone(),
            rng: Arc::clone(&self.rng),
            fragility: self.fragility,
            outage: self.outage.clone(),
            log: self.log.clone(),
            trace: self.trace.clone(),
            name,
        };
        let wire = Wire {
            gateway: self.gateway.clone(),
            rng: Arc::clone(&self.rng),
            badness: self.badness,
            log: self.log.clone(),
            trace: self.trace.clone(),
            name,
            alive: alive.clone(),
        };
        let engine = Engine::new(EngineParts {
            store: Arc::new(store),
            client: self.client(wire),
            clock: self.clock.clone(),
            random: Arc::new(SeededRandom::new(seed)),
            settings: EngineSettings {
                public_url: "http://127.0.0.1:8601".parse().unwrap(),
                payment_expiry: Duration::from_secs(3 * 3600),
                refund_api: self.refund_api,
                answer_wait: Duration::from_secs(30),
                settle_wait: Duration::from_secs(2),
                webhooks: true,
            },
        });
        Running { engine, alive }
    }

    fn client(&self, wire: Wire) -> Client {
        let credentials = Credentials {
            app_key: APP_KEY.to_owned(),
            app_secret: "secret".to_owned().into(),
            username: "merchant".to_owned(),
            password: "password".to_owned().into(),
        };
        Client::builder(
            Environment::at("http://127.0.0.1:8600").unwrap(),
            credentials,
        )
        .transport(Arc::new(wire))
        .token_store(Arc::clone(&self.tokens))
        .clock(self.clock.clone())
        .refund_api(self.refund_api)
        .build()
        .unwrap()
    }

    /// Watches over a place: whatever dies is started again after a while; and the recovery worker runs.
    pub(crate) async fn tend(self, place: Place) {
        loop {
            let running = place.running.lock().unwrap().clone();
            if !running.alive.is_alive() {
                let wait = self.rng.lock().unwrap().u64(1..60);
                tokio::time::sleep(Duration::from_secs(wait)).await;
                self.trace.line(format!("{} starts again", place.name));
                *place.running.lock().unwrap() = self.start(place.name);
                continue;
            }
            let pause = self.pause();
            tokio::select! {
                // Without it the order of polls is tokio's own chance, and no seed of ours.
                biased;
                () = recover(&running) => {}
                () = died(&running.alive) => {}
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// Often while shoppers are about, seldom in the long hours after.
    fn pause(&self) -> Duration {
        let seconds = if self.trace.seconds() < 900.0 {
            1..5
        } else {
            60..600
        };
        Duration::from_secs(self.rng.lock().unwrap().u64(seconds))
    }
}

async fn recover(running: &Running) {
    // A store that fails is asked again at the next look.
    while running.engine.tidy_one().await.unwrap_or(false) {}
    while running.engine.resolve_one().await.unwrap_or(false) {}
}

async fn died(alive: &Alive) {
    while alive.is_alive() {
        tokio::time::sleep(Duration::from_secs(7)).await;
    }
}

impl Place {
    /// Whoever runs there now.
    pub(crate) fn engine(&self) -> Engine {
        self.running.lock().unwrap().engine.clone()
    }
}
