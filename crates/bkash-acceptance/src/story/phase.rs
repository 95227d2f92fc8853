/// When a story is played; phases follow each other in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The shop holds no token yet; the first one that it gets lives for seconds.
    Cold,
    /// All that is answered at once, side by side where the shop serves so.
    Quick,
    /// The first token has run out. One story after the other: they share the shop's token, and at last its way to the
    /// gateway.
    Renewal,
    /// Calls that hang for half a minute, side by side where the shop serves so.
    Slow,
    /// The shop is stopped and started again.
    Restart,
}
