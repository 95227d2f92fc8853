use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The one source of chance of a schedule.
#[derive(Clone, Debug)]
pub(crate) struct Dice(Arc<Mutex<fastrand::Rng>>);

impl Dice {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(fastrand::Rng::with_seed(seed))))
    }

    pub(crate) fn below(&self, limit: usize) -> usize {
        self.0.lock().unwrap().usize(..limit)
    }

    pub(crate) fn one_in(&self, cases: usize) -> bool {
        self.below(cases) == 0
    }

    pub(crate) fn one_of<T: Copy>(&self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    pub(crate) fn within(&self, range: Range<u64>) -> u64 {
        self.0.lock().unwrap().u64(range)
    }

    pub(crate) fn seconds(&self, range: Range<u64>) -> Duration {
        Duration::from_secs(self.within(range))
    }

    pub(crate) fn milliseconds(&self, range: Range<u64>) -> Duration {
        Duration::from_millis(self.within(range))
    }

    pub(crate) fn seed(&self) -> u64 {
        self.0.lock().unwrap().u64(..)
    }
}
