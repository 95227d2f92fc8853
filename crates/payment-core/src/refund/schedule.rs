//! Ages and intervals of the rules, as data.

use std::time::Duration;

/// A refund that the gateway does not list is taken for not performed when it is this old ...
pub const ABSENT_FOR: Duration = Duration::from_secs(30 * 60);

/// ... and this many reads did not list it.
pub const ABSENT_READS: u32 = 3;

/// How far the gateway's clock may be behind ours when a listed refund is compared with the time we sent.
pub const CLOCK_SKEW: Duration = Duration::from_secs(60);

/// Seconds from one read of refund status to the next; after the last, within a day, a person decides.
const READ_DELAYS_S: [u64; 14] = [
    5, 25, 90, 300, 600, 900, 1200, 1800, 3600, 3600, 7200, 7200, 14_400, 28_800,
];

/// The wait before read number `done + 1`; `None` when no more are made.
pub(super) fn read_delay(done: u32) -> Option<Duration> {
    match usize::try_from(done).ok()?.checked_sub(1) {
        None => Some(Duration::ZERO),
        Some(index) => READ_DELAYS_S.get(index).copied().map(Duration::from_secs),
    }
}
