use std::ops::Range;
use std::time::Duration;

use super::dice::Dice;

/// When the gateway, or the token store, cannot be reached by anyone, since the schedule's start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Storm {
    pub(crate) gateway: Option<Range<Duration>>,
    pub(crate) tokens: Option<Range<Duration>>,
}

impl Storm {
    pub(crate) fn plan(dice: &Dice) -> Self {
        let span = |longest: u64| {
            let begin = dice.seconds(0..1200);
            begin..begin + dice.seconds(20..longest)
        };
        Self {
            gateway: dice.one_in(5).then(|| span(3600)),
            tokens: dice.one_in(6).then(|| span(900)),
        }
    }

    pub(crate) fn hides_gateway(&self, now: Duration) -> bool {
        self.gateway
            .as_ref()
            .is_some_and(|span| span.contains(&now))
    }
}
