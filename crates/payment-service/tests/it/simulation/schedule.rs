use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use bkash_client::{MemoryTokenStore, RefundApi};
use bkash_simulator::Simulator;
use payment_core::AccountId;
use payment_service::Metrics;
use payment_service::store::sqlite::SqliteStore;
use payment_service::store::{EndpointDigest, Store, World};

use super::audit::{self, Facts};
use super::bell::Bells;
use super::clock::SimulatedClock;
use super::deeds::Deeds;
use super::dice::Dice;
use super::instance::{APP_KEY, Faults, Ground};
use super::luck::Outage;
use super::met::{Counts, Met};
use super::person;
use super::sabotage::Sabotage;
use super::shopper::Shopper;
use super::storm::Storm;
use super::trace::Trace;
use super::witness::Witness;

/// A day for the last paymentID to die, and time to look at it.
const HORIZON: Duration = Duration::from_secs(30 * 3600);

/// For the shop to hear of what a person decided in the end.
const LAST_POST: Duration = Duration::from_secs(3 * 3600);

const PLACES: [&str; 3] = ["alpha", "beta", "gamma"];

/// How a schedule ended.
#[derive(Debug)]
pub(crate) struct End {
    /// What the auditor found wrong.
    pub(crate) findings: Vec<String>,
    pub(crate) trace: String,
    pub(crate) met: Counts,
}

/// One whole life from one seed. A panic is a finding.
pub(crate) fn run(seed: u64) -> End {
    guarded(seed, None)
}

/// The same life of a fleet that is broken on purpose.
pub(crate) fn run_broken(seed: u64, sabotage: Sabotage) -> End {
    guarded(seed, Some(sabotage))
}

fn guarded(seed: u64, sabotage: Option<Sabotage>) -> End {
    // The other tests of this program listen to everything that is logged.
    let silence = tracing::subscriber::NoSubscriber::new();
    let played = tracing::subscriber::with_default(silence, || {
        catch_unwind(AssertUnwindSafe(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .start_paused(true)
                .build()
                .unwrap();
            runtime.block_on(play(seed, sabotage))
        }))
    });
    played.unwrap_or_else(|_| End {
        findings: vec!["it panicked; the message stands above".to_owned()],
        trace: String::new(),
        met: Counts::default(),
    })
}

/// A new gateway, a new database and a shop that knows of nothing.
pub(crate) async fn ground(
    dice: Dice,
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
    let endpoint = EndpointDigest([7; 32]);
    store.open_endpoint(endpoint).await.unwrap();
    let ground = Ground {
        gateway: Simulator::builder()
            .clock(clock.clone())
            .seed(dice.seed())
            .router(),
        store,
        account,
        tokens: Arc::new(MemoryTokenStore::with_clock(clock.clone())),
        endpoint,
        inbox: Arc::default(),
        clock,
        dice,
        log: Arc::default(),
        mishaps: Arc::default(),
        witness: Witness::default(),
        bells: Bells::default(),
        trace: Trace::starting_now(),
        met: Met::default(),
        metrics: Metrics::new(),
        faults,
        outage: Outage::default(),
        sabotage: None,
        refund_api,
    };
    (ground, account)
}

async fn play(seed: u64, sabotage: Option<Sabotage>) -> End {
    let dice = Dice::seeded(seed);
    let faults = Faults {
        badness: dice.one_of(&[0, 10, 30, 60]),
        fragility: dice.one_of(&[0, 10, 60]),
        storm: Storm::plan(&dice),
    };
    let refund_api = match dice.one_in(4) {
        true => RefundApi::V1,
        false => RefundApi::V2,
    };
    let (mut ground, account) = ground(dice.clone(), faults, refund_api).await;
    ground.sabotage = sabotage;
    let deeds = Deeds::default();

    let (count, shoppers) = (dice.below(PLACES.len()) + 1, dice.one_of(&[1, 1, 2, 2, 4]));
    let places: Vec<_> = PLACES[..count]
        .iter()
        .map(|name| ground.place(name))
        .collect();
    for place in &places {
        tokio::spawn(ground.clone().tend(place.clone()));
    }
    for _ in 0..dice.below(3) {
        let (ground, place) = (ground.clone(), places[dice.below(count)].clone());
        tokio::spawn(person::look_in(ground, place, account));
    }
    let lives = (0..shoppers).map(|number| {
        let shopper = Shopper {
            ground: ground.clone(),
            places: places.clone(),
            account,
            deeds: deeds.clone(),
            number,
        };
        tokio::spawn(shopper.live())
    });
    for life in futures_util::future::join_all(lives).await {
        life.unwrap();
    }
    tokio::time::sleep(HORIZON).await;
    let desk = ground.in_fair_weather().place("desk");
    person::work_through_attention(&ground, &desk, account, Duration::ZERO).await;
    tokio::time::sleep(LAST_POST).await;

    let facts = Facts::gather(&ground, account, &deeds).await;
    let findings = audit::audit(&facts);
    facts.note_ends(&ground.met);
    End {
        findings,
        trace: ground.trace.text(),
        met: ground.met.counts(),
    }
}
