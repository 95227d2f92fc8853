use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use bkash_client::Clock;
use rustix::process::{Signal, getpid, kill_process};

use super::clock;
use super::place::{Place, Side};

const VARIABLE: &str = "BKASH_KILL_AT";

/// `BKASH_KILL_AT` names no point: nothing would ever be killed.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "BKASH_KILL_AT={0} is no kill point: write a place, `.before` or `.after`, and perhaps `#` and a \
     count from 1, such as gateway.execute.after or commit_payment.executing.before#2"
)]
pub struct UnknownKillPoint(String);

/// The point at which this process dies.
#[derive(Debug)]
struct Trigger {
    point: String,
    /// How often it is still passed.
    left: AtomicU32,
}

impl Trigger {
    fn parse(text: &str) -> Option<Self> {
        let (point, count) = text.split_once('#').unwrap_or((text, "1"));
        let known = Place::all()
            .into_iter()
            .any(|place| Side::ALL.into_iter().any(|side| place.point(side) == point));
        let left = count.parse().ok().filter(|count| known && *count > 0)?;
        Some(Self {
            point: point.to_owned(),
            left: AtomicU32::new(left),
        })
    }

    /// Whether this is the time to die.
    fn strikes(&self, point: &str) -> bool {
        self.point == point && self.left.fetch_sub(1, Ordering::Relaxed) == 1
    }
}

/// The variable as it was at the first look: a point is one of the process.
fn trigger() -> Result<Option<&'static Trigger>, UnknownKillPoint> {
    static TRIGGER: OnceLock<Result<Option<Trigger>, UnknownKillPoint>> = OnceLock::new();
    let read = || match std::env::var(VARIABLE) {
        Ok(text) => Trigger::parse(&text)
            .map(Some)
            .ok_or(UnknownKillPoint(text)),
        Err(_) => Ok(None),
    };
    TRIGGER
        .get_or_init(read)
        .as_ref()
        .map(Option::as_ref)
        .map_err(Clone::clone)
}

/// The clock to live by, which may be ahead of `system`. Refuses a name that no point has.
pub(crate) fn begin(system: Arc<dyn Clock>) -> Result<Arc<dyn Clock>, UnknownKillPoint> {
    trigger()?;
    Ok(clock::perhaps_ahead_of(system))
}

/// Does not return if this is the point to die at.
///
/// SIGKILL and not abort: no handler, no core, no last words, as when the machine's memory ends.
pub(super) fn reach(place: Place, side: Side) {
    let Ok(Some(trigger)) = trigger() else {
        return;
    };
    if trigger.strikes(&place.point(side)) {
        let _ = kill_process(getpid(), Signal::KILL);
        // The signal is on its way; this thread does nothing more.
        loop {
            std::thread::park();
        }
    }
}

/// `work` between its two points.
pub(super) async fn around<T>(place: Place, work: impl Future<Output = T>) -> T {
    reach(place, Side::Before);
    let done = work.await;
    reach(place, Side::After);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_is_a_known_point_and_a_count_from_one() {
        for wrong in [
            "",
            "commit_payment.executing",
            "commit_payment.creating.before",
            "gateway.execute.after#0",
            "gateway.execute.after#x",
            "gateway.execute.after#",
        ] {
            assert!(Trigger::parse(wrong).is_none(), "{wrong}");
        }
        let third = Trigger::parse("gateway.execute.after#3").unwrap();
        let passes = [(); 4].map(|()| third.strikes("gateway.execute.after"));
        assert_eq!(passes, [false, false, true, false]);
        assert!(!third.strikes("gateway.query.after"));
    }
}
