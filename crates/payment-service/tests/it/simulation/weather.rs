use std::time::Duration;

use super::dice::Dice;

/// What the wire does to one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weather {
    Fair,
    /// No connection.
    NoConnection,
    /// Broken before the gateway saw it, which the caller cannot know.
    LostBefore,
    /// The gateway did it; the answer is lost.
    LostAfter,
    /// The gateway did it; something in front of it says 5xx.
    ErrorAfter,
    /// Something in front of the gateway says 5xx.
    ErrorBefore,
    /// The gateway did it and says 9999.
    SystemErrorAfter,
    /// Longer than anyone waits, and then done all the same.
    SlowBefore,
    /// Done at once, and answered when nobody waits any more.
    SlowAfter,
    /// Broken, and done long after everybody has given it up; execute and refund only.
    MuchLater,
    /// Done, and answered with the name of another order.
    Garbled,
    /// Turned away for its token.
    Unauthorized,
}

const BAD: [Weather; 9] = [
    Weather::NoConnection,
    Weather::LostBefore,
    Weather::LostAfter,
    Weather::ErrorAfter,
    Weather::ErrorBefore,
    Weather::SystemErrorAfter,
    Weather::SlowBefore,
    Weather::SlowAfter,
    Weather::Unauthorized,
];

impl Weather {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Fair => "fair",
            Self::NoConnection => "no connection",
            Self::LostBefore => "lost before",
            Self::LostAfter => "lost after",
            Self::ErrorAfter => "error after",
            Self::ErrorBefore => "error before",
            Self::SystemErrorAfter => "system error after",
            Self::SlowBefore => "slow before",
            Self::SlowAfter => "slow after",
            Self::MuchLater => "much later",
            Self::Garbled => "garbled",
            Self::Unauthorized => "unauthorized",
        }
    }

    /// Whether the caller has an answer that the gateway's backend gave to this very call.
    pub(crate) const fn is_answered(self) -> bool {
        matches!(self, Self::Fair | Self::Garbled)
    }

    /// Of 100 calls of this kind `badness` meet bad weather.
    pub(crate) fn draw(call: &str, badness: u8, dice: &Dice) -> Self {
        if dice.below(100) >= usize::from(badness) {
            return Self::Fair;
        }
        match call {
            "execute" | "refund" if dice.one_in(4) => Self::MuchLater,
            "execute" | "refund" | "query" if dice.one_in(10) => Self::Garbled,
            _ => dice.one_of(&BAD),
        }
    }

    /// When nothing gets through to the gateway.
    pub(crate) fn draw_outage(dice: &Dice) -> Self {
        dice.one_of(&[
            Self::NoConnection,
            Self::NoConnection,
            Self::LostBefore,
            Self::ErrorBefore,
        ])
    }
}

/// Mostly a moment, sometimes long; together never as long as the caller waits.
pub(crate) fn latency(dice: &Dice) -> Duration {
    match dice.one_in(20) {
        true => dice.milliseconds(1_000..19_000),
        false => dice.milliseconds(1..400),
    }
}
