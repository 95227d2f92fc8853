use std::fmt::Debug;

use jiff::Timestamp;

/// The time that every world of one simulator starts from; each world moves and stretches it by itself.
///
/// Delays and hang-ups do not use it: they run on tokio's timer, so that a paused runtime rules them.
pub trait Clock: Debug + Send + Sync {
    /// The present moment, before any world has moved it.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
