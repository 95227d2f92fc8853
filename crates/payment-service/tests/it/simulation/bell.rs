use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;

use super::trace::Trace;

/// One bell for each kind of worker.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bells {
    pub(crate) tidy: Bell,
    pub(crate) resolve: Bell,
    pub(crate) deliver: Bell,
}

/// Rings when something falls due, so that workers need not turn through an idle day in small steps. What is
/// due is for the store to say; the bell only says when to look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bell {
    /// Since the schedule's start.
    moments: Arc<Mutex<BTreeSet<Duration>>>,
    set: Arc<Notify>,
}

/// Workers look this often in any case.
const AT_LEAST_EVERY: Duration = Duration::from_secs(3600);

impl Bell {
    pub(crate) fn set(&self, at: Duration) {
        // The store's clock has whole milliseconds.
        let at = at + Duration::from_millis(1);
        self.moments.lock().unwrap().insert(at);
        self.set.notify_waiters();
    }

    /// Returns when there is something to look at for one who looked last at `looked`.
    pub(crate) async fn rings_after(&self, looked: Duration, trace: &Trace) {
        loop {
            let was_set = self.set.notified();
            let next = self.first_after(looked);
            let now = trace.elapsed();
            if next <= now {
                return;
            }
            tokio::select! {
                biased;
                () = was_set => {}
                () = tokio::time::sleep(next - now) => return,
            }
        }
    }

    fn first_after(&self, looked: Duration) -> Duration {
        let moments = self.moments.lock().unwrap();
        let after = (Bound::Excluded(looked), Bound::Unbounded);
        let first = moments.range(after).next().copied();
        let latest = looked + AT_LEAST_EVERY;
        first.map_or(latest, |first| first.min(latest))
    }
}
