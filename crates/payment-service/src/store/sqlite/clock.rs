use bkash_client::Clock;
use payment_core::Timestamp;

/// SQLite lives in our process: its clock is ours.
pub(super) fn timestamp(clock: &dyn Clock) -> Timestamp {
    Timestamp::from_millis(clock.now().as_millisecond())
}
