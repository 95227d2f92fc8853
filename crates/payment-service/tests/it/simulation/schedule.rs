use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bkash_client::{MemoryTokenStore, RefundApi};
use bkash_simulator::Simulator;
use payment_core::AccountId;
use payment_service::store::sqlite::SqliteStore;
use payment_service::store::{Store, World};

use super::auditor;
use super::clock::SimulatedClock;
use super::crash::Outage;
use super::instance::{APP_KEY, Ground};
use super::person;
use super::shopper::{Deed, Deeds, Shopper};
use super::trace::Trace;
use super::wire::{Log, Weather};

/// A day for the last paymentID to die, and time to look at it.
const HORIZON: Duration = Duration::from_secs(30 * 3600);

const PLACES: [&str; 3] = ["alpha", "beta", "gamma"];

/// How a schedule ended.
pub(crate) struct End {
    /// What the auditor found wrong.
    pub(crate) findings: Vec<String>,
    pub(crate) trace: String,
    deeds: Vec<Deed>,
    statuses: Vec<&'static str>,
    weather: Vec<Weather>,
}

pub(crate) fn run(seed: u64) -> End {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(play(seed))
}

/// How often things go wrong.
#[derive(Default)]
pub(crate) struct Faults {
    badness: u8,
    fragility: u16,
}

/// A new gateway and a new database.
pub(crate) async fn ground(
    mut rng: fastrand::Rng,
    faults: Faults,
    refund_api: RefundApi,
) -> (Ground, AccountId) {
    let clock = Arc::new(SimulatedClock::starting_now());
    let store = Arc::new(SqliteStore::open_in_memory(clock.clone()).unwrap());
    let world = World {
        gateway_origin: "http://127.0.0.1:8600".to_owned(),
        app_key: APP_KEY.to_owned(),
    };
    let account = store.open_account(&world).await.unwrap();
    let ground = Ground {
        gateway: Simulator::builder()
            .clock(clock.clone())
            .seed(rng.u64(..))
            .router(),
        store,
        tokens: Arc::new(MemoryTokenStore::with_clock(clock.clone())),
        clock,
        log: Log::default(),
        trace: Trace::starting_now(),
        badness: faults.badness,
        fragility: faults.fragility,
        outage: Outage::default(),
        refund_api,
        rng: Arc::new(Mutex::new(rng)),
    };
    (ground, account)
}

async fn play(seed: u64) -> End {
    let mut rng = fastrand::Rng::with_seed(seed);
    let faults = Faults {
        badness: [0, 10, 30, 60][rng.usize(..4)],
        fragility: [0, 10, 60][rng.usize(..3)],
    };
    let refund_api = match rng.u8(..4) {
        0 => RefundApi::V1,
        _ => RefundApi::V2,
    };
    let (ground, account) = ground(rng, faults, refund_api).await;
    let trace = ground.trace.clone();
    let deeds = Deeds::default();

    let (count, shoppers) = {
        let mut rng = ground.rng.lock().unwrap();
        (rng.usize(1..=PLACES.len()), rng.usize(1..6))
    };
    let places: Vec<_> = PLACES[..count]
        .iter()
        .map(|name| ground.place(name))
        .collect();
    for place in &places {
        tokio::spawn(ground.clone().tend(place.clone()));
    }
    let lives = (0..shoppers).map(|number| {
        let (ground, places, deeds) = (ground.clone(), places.clone(), deeds.clone());
        tokio::spawn(
            Shopper {
                ground,
                places,
                account,
                deeds,
                number,
            }
            .live(),
        )
    });
    for life in futures_util::future::join_all(lives).await {
        life.unwrap();
    }
    tokio::time::sleep(HORIZON).await;
    let books = auditor::get(&ground, "/_simulator/books").await;
    let desk = ground.in_fair_weather().place("desk").engine();
    person::work_through_attention(&ground, &desk, account, &books).await;

    let audit = auditor::audit(&ground, account, &deeds).await;
    End {
        findings: audit.findings,
        trace: trace.text(),
        deeds: deeds.all(),
        statuses: audit.statuses,
        weather: ground.log.all().iter().map(|seen| seen.weather).collect(),
    }
}

/// What many schedules have met: faults that never strike test nothing.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    schedules: u64,
    deeds: BTreeMap<&'static str, u64>,
    statuses: BTreeMap<&'static str, u64>,
    weather: BTreeMap<Weather, u64>,
}

impl Tally {
    pub(crate) fn add(&mut self, end: &End) {
        self.schedules += 1;
        for deed in &end.deeds {
            let name = match deed {
                Deed::SuccessCallback(_) => "success callbacks",
                Deed::Created => "payments created",
                Deed::Refunded => "refunds answered",
                Deed::Forged => "forgeries refused",
            };
            *self.deeds.entry(name).or_default() += 1;
        }
        for status in &end.statuses {
            *self.statuses.entry(status).or_default() += 1;
        }
        for weather in &end.weather {
            *self.weather.entry(*weather).or_default() += 1;
        }
    }

    pub(crate) fn assert_that_everything_was_met(&self) {
        if self.schedules < 100 {
            return;
        }
        assert_eq!(self.deeds.len(), 4, "{self}");
        assert_eq!(
            self.weather.len(),
            10,
            "no exchange without a connection is logged: {self}"
        );
        for status in [
            "completed",
            "declined",
            "cancelled",
            "failed",
            "expired",
            "refund completed",
        ] {
            assert!(
                self.statuses.contains_key(status),
                "no payment ended {status}: {self}"
            );
        }
        // Late money is rare, and rarer still while the next payer is on the way back.
        for (enough, status) in [(400, "completed with attention"), (2_000, "spared")] {
            let met = self.statuses.contains_key(status);
            assert!(
                self.schedules < enough || met,
                "no payment was {status}: {self}"
            );
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} schedules", self.schedules)?;
        writeln!(f, "  deeds    {:?}", self.deeds)?;
        writeln!(f, "  ended    {:?}", self.statuses)?;
        write!(f, "  weather  {:?}", self.weather)
    }
}
