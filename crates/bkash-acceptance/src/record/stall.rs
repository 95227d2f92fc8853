use jiff::Timestamp;

/// A moment at which the machine that plays was too busy to keep its own clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stall {
    /// When it went on.
    pub ended_at: Timestamp,
    /// By how much a timer was late.
    pub late_ms: u64,
}
