//! Wall-clock time, injectable.

use std::fmt::Debug;

use jiff::Timestamp;

/// Tells the wall-clock time. Spans are measured with `tokio::time::Instant` instead, which a
/// leap of the wall clock does not touch and a test can pause.
pub trait Clock: Send + Sync + Debug {
    /// The time now, as far as this machine knows.
    fn now(&self) -> Timestamp;
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
