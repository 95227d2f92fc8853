//! When a browser that waits for its payment may look again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// A payer sees the result this soon after it is there, while few wait.
const SOONEST: Duration = Duration::from_secs(2);

/// Three looks fit into the time that a payer looks at the progress page.
const LATEST: Duration = Duration::from_secs(15);

/// Between two looks of all who wait. A look costs little, but ten thousand browsers that came every two
/// seconds would take more than a whole core.
const APART: Duration = Duration::from_millis(2);

/// Gives each look its moment after the one before, whatever the browsers are waiting for.
#[derive(Debug)]
pub(super) struct Pace(Mutex<Instant>);

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self(Mutex::new(now))
    }

    /// After how long a browser that asks now should ask again.
    pub(super) fn next(&self, now: Instant) -> Duration {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = (*free).clamp(now + SOONEST, now + LATEST);
        *free = at + APART;
        at - now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_browsers_look_soon_and_many_take_turns() {
        let now = Instant::now();
        let pace = Pace::new(now);
        let waits: Vec<_> = (0..10_000).map(|_| pace.next(now)).collect();
        assert_eq!(waits[0], SOONEST);
        assert_eq!(waits[1000], SOONEST + APART * 1000);
        assert_eq!(waits[9999], LATEST);
        let later = now + Duration::from_secs(60);
        assert_eq!(pace.next(later), SOONEST);
    }
}
