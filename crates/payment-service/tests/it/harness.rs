use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bkash_client::Clock;

/// A clock that stands until it is moved.
#[derive(Debug)]
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    /// 2026-11-23T06:00:00Z.
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(1_795_413_600_000))
    }

    pub(crate) fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap();
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}
