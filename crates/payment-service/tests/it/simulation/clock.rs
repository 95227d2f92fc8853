use std::sync::Mutex;

use payment_service::random::Random;

/// Starts at a fixed moment and runs with tokio's clock, which is paused: it leaps when nothing can happen.
#[derive(Debug)]
pub(crate) struct SimulatedClock {
    start: tokio::time::Instant,
}

/// 2026-11-23T00:00:00Z.
pub(crate) const EPOCH_MS: i64 = 1_795_392_000_000;

impl SimulatedClock {
    pub(crate) fn starting_now() -> Self {
        Self {
            start: tokio::time::Instant::now(),
        }
    }

    fn time(&self) -> jiff::Timestamp {
        let elapsed = i64::try_from(self.start.elapsed().as_millis()).unwrap();
        jiff::Timestamp::from_millisecond(EPOCH_MS + elapsed).unwrap()
    }
}

impl bkash_client::Clock for SimulatedClock {
    fn now(&self) -> jiff::Timestamp {
        self.time()
    }
}

impl bkash_simulator::Clock for SimulatedClock {
    fn now(&self) -> jiff::Timestamp {
        self.time()
    }
}

/// Seeded bytes for identifiers and secrets.
#[derive(Debug)]
pub(crate) struct SeededRandom(Mutex<fastrand::Rng>);

impl SeededRandom {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(fastrand::Rng::with_seed(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill(bytes);
    }
}
