use std::collections::VecDeque;

use jiff::Timestamp;

use crate::switch::{Switches, TokenLimit, TokenLimitScope, span};

/// Which of the two token calls it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenCall {
    Grant,
    Refresh,
}

/// What the limit makes of a token call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allowance {
    Within,
    /// Beyond the limit, and answered all the same.
    Flagged,
    /// Beyond the limit, or in the block that such a call brings: 429.
    Blocked,
}

/// Calls of one window that are counted apart; a client that makes more is far beyond any limit.
const MOST_COUNTED: usize = 100_000;

/// Token calls of one scope: those of the window, and the block that one too many brought.
#[derive(Debug, Default)]
struct Window {
    calls: VecDeque<Timestamp>,
    blocked_until: Option<Timestamp>,
}

impl Window {
    /// True when this call is beyond the limit. A call in a block is not counted again, so that the
    /// block ends.
    fn count(&mut self, now: Timestamp, switches: &Switches) -> bool {
        if self.blocked_until.is_some_and(|end| now < end) {
            return true;
        }
        let length = span(switches.token_window_seconds);
        while self
            .calls
            .front()
            .is_some_and(|first| now.duration_since(*first) >= length)
        {
            self.calls.pop_front();
        }
        if self.calls.len() >= MOST_COUNTED {
            self.calls.pop_front();
        }
        self.calls.push_back(now);
        let over =
            u32::try_from(self.calls.len()).map_or(true, |count| count > switches.token_calls);
        if over && switches.token_limit == TokenLimit::Enforced {
            self.blocked_until = Some(now + span(switches.token_block_seconds));
        }
        over
    }
}

/// The gateway's limit on token calls, for the credentials of one world.
#[derive(Debug, Default)]
pub(super) struct TokenLimits {
    shared: Window,
    refreshes: Window,
    /// All token calls since the world began.
    pub(super) total: u64,
    /// Those that a gateway which enforces its limit refuses.
    pub(super) over_limit: u64,
}

impl TokenLimits {
    pub(super) fn count(
        &mut self,
        now: Timestamp,
        call: TokenCall,
        switches: &Switches,
    ) -> Allowance {
        self.total += 1;
        let window = match (switches.token_limit_scope, call) {
            (TokenLimitScope::Both, _) | (_, TokenCall::Grant) => &mut self.shared,
            (TokenLimitScope::Each, TokenCall::Refresh) => &mut self.refreshes,
            (TokenLimitScope::Grant, TokenCall::Refresh) => return Allowance::Within,
        };
        if !window.count(now, switches) {
            return Allowance::Within;
        }
        self.over_limit += 1;
        match switches.token_limit {
            TokenLimit::Flagged => Allowance::Flagged,
            TokenLimit::Enforced => Allowance::Blocked,
        }
    }

    /// Counted calls of the window before now, of all scopes.
    pub(super) fn in_window(&self, now: Timestamp, switches: &Switches) -> usize {
        let length = span(switches.token_window_seconds);
        let calls = self.shared.calls.iter().chain(&self.refreshes.calls);
        calls.filter(|at| now.duration_since(**at) < length).count()
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::switch::Profile;

    fn counted(settings: &[&str], calls: &[(i64, TokenCall)]) -> Vec<Allowance> {
        let mut switches = Switches::of(Profile::Lenient);
        for setting in settings {
            switches.assign(setting).unwrap();
        }
        let mut limits = TokenLimits::default();
        let minute = |n: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(n);
        calls
            .iter()
            .map(|(at, call)| limits.count(minute(*at), *call, &switches))
            .collect()
    }

    use Allowance::{Blocked, Flagged, Within};
    use TokenCall::{Grant, Refresh};

    #[test]
    fn the_third_call_of_an_hour_is_over_the_limit_and_the_hour_slides() {
        let calls = [(0, Grant), (10, Refresh), (59, Grant), (75, Grant)];
        assert_eq!(counted(&[], &calls), [Within, Within, Flagged, Within]);
    }

    #[test]
    fn an_enforced_limit_blocks_for_an_hour_from_the_call_that_broke_it() {
        let calls = [
            (0, Grant),
            (1, Grant),
            (2, Grant),
            (61, Grant),
            (62, Grant),
            (63, Grant),
        ];
        assert_eq!(
            counted(&["token_limit=enforced"], &calls),
            [Within, Within, Blocked, Blocked, Within, Within]
        );
    }

    #[test]
    fn the_scope_says_what_is_counted_together() {
        let calls = [
            (0, Grant),
            (1, Refresh),
            (2, Refresh),
            (3, Refresh),
            (4, Grant),
            (5, Grant),
        ];
        let by_scope = |scope: &str| counted(&[&format!("token_limit_scope={scope}")], &calls);
        assert_eq!(
            by_scope("both"),
            [Within, Within, Flagged, Flagged, Flagged, Flagged]
        );
        assert_eq!(
            by_scope("grant"),
            [Within, Within, Within, Within, Within, Flagged]
        );
        assert_eq!(
            by_scope("each"),
            [Within, Within, Within, Flagged, Within, Flagged]
        );
    }
}
