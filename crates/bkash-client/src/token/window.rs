//! The budget of token calls: at most so many in any hour.

use jiff::{SignedDuration, Timestamp};

/// The gateway counts by the hour (developer portal: Token Management).
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// No call is longer on its way; a lease of the default deadline is shorter.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_secs(60);

/// The token calls of one account, each by the latest moment at which it may have reached the gateway, oldest
/// first. Every store counts with this.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallWindow(Vec<Timestamp>);

impl CallWindow {
    /// Takes recorded calls. One further ahead than a call may still be on its way means that the clock leapt
    /// back since: it is brought near, so that it blocks for an hour and not for a day.
    pub(crate) fn new(calls: impl IntoIterator<Item = Timestamp>, now: Timestamp) -> Self {
        let latest = now.saturating_add(ON_ITS_WAY).unwrap_or(Timestamp::MAX);
        let mut calls: Vec<_> = calls.into_iter().map(|call| call.min(latest)).collect();
        calls.sort_unstable();
        let mut window = Self(calls);
        window.forget_before(now);
        window
    }

    /// Calls as they were recorded, whatever the time.
    #[cfg(any(feature = "postgres", feature = "redis", feature = "sqlite"))]
    pub(crate) fn recorded(calls: Vec<Timestamp>) -> Self {
        Self(calls)
    }

    /// The calls that still count.
    pub(crate) fn calls(&self) -> &[Timestamp] {
        &self.0
    }

    /// When the next call is allowed; `now` or earlier means at once. `None` means never: a
    /// budget of zero.
    pub(crate) fn next_allowed(&self, limit: u32, now: Timestamp) -> Option<Timestamp> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let over = self.0.len().checked_sub(limit);
        match over {
            _ if limit == 0 => None,
            None => Some(now),
            Some(over) => Some(leaves(*self.0.get(over)?)),
        }
    }

    /// Counts a call at `now` that reaches the gateway by `arrives_by` at the latest, if it is allowed and,
    /// with `spare_by`, if one more would be allowed at that moment.
    ///
    /// # Errors
    /// When it will be allowed, if ever.
    pub(crate) fn count(
        &mut self,
        limit: u32,
        now: Timestamp,
        arrives_by: Timestamp,
        spare_by: Option<Timestamp>,
    ) -> Result<(), Option<Timestamp>> {
        match self.next_allowed(limit, now) {
            Some(at) if at <= now => {}
            later => return Err(later),
        }
        self.0.push(arrives_by);
        let spare = self.next_allowed(limit, now);
        match spare_by {
            Some(by) if spare.is_none_or(|at| at > by) => {
                self.0.pop();
                Err(spare)
            }
            _ => Ok(()),
        }
    }

    /// The call that was counted as arriving by `arrives_by` had ended at `ended_at`, so it arrived before.
    pub(crate) fn ended(&mut self, arrives_by: Timestamp, ended_at: Timestamp) {
        if let Some(call) = self.0.iter_mut().find(|call| **call == arrives_by) {
            *call = ended_at.min(arrives_by);
            self.0.sort_unstable();
        }
    }

    /// The call that was counted as arriving by `arrives_by` will never arrive. Calls that count alike are the same
    /// to the budget, so whose count is taken away does not matter, as long as it is one.
    pub(crate) fn never_left(&mut self, arrives_by: Timestamp) {
        if let Some(index) = self.0.iter().position(|call| *call == arrives_by) {
            self.0.remove(index);
        }
    }

    fn forget_before(&mut self, now: Timestamp) {
        self.0.retain(|call| leaves(*call) > now);
    }
}

fn leaves(call: Timestamp) -> Timestamp {
    call.saturating_add(HOUR).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_765_000_000 + seconds).unwrap()
    }

    fn window(calls: &[i64], now: i64) -> CallWindow {
        CallWindow::new(calls.iter().map(|call| at(*call)), at(now))
    }

    #[test]
    fn the_third_call_waits_for_the_first_to_be_an_hour_old() {
        let mut window = window(&[0, 600], 1200);
        assert_eq!(
            window.count(2, at(1200), at(1200), None),
            Err(Some(at(3600)))
        );
        assert_eq!(window.count(2, at(3600), at(3600), None), Ok(()));
    }

    #[test]
    fn a_call_that_must_leave_a_spare_one_is_refused_without_it() {
        assert_eq!(
            window(&[0], 3300).count(2, at(3300), at(3300), Some(at(3600))),
            Ok(())
        );
        assert_eq!(
            window(&[1], 3300).count(2, at(3300), at(3300), Some(at(3600))),
            Err(Some(at(3601)))
        );
        assert_eq!(
            window(&[], 3300).count(1, at(3300), at(3300), Some(at(3600))),
            Err(Some(at(6900)))
        );
    }

    #[test]
    fn a_clock_that_leapt_back_blocks_for_an_hour_at_most() {
        let day = 86_400;
        let mut window = window(&[day, day + 1], 0);
        assert_eq!(window.count(2, at(0), at(0), None), Err(Some(at(3660))));
    }

    #[test]
    fn a_call_counts_from_when_it_may_have_arrived() {
        let mut calls = window(&[], 0);
        assert_eq!(calls.count(1, at(0), at(35), None), Ok(()));
        assert_eq!(calls.next_allowed(1, at(40)), Some(at(3635)));
        calls.ended(at(35), at(2));
        assert_eq!(calls.next_allowed(1, at(40)), Some(at(3602)));
    }

    #[test]
    fn a_call_that_never_left_takes_one_count_away_and_no_other() {
        let mut calls = window(&[0, 35, 35], 40);
        calls.never_left(at(35));
        assert_eq!(calls.calls(), [at(0), at(35)]);
        calls.never_left(at(36));
        assert_eq!(calls.calls(), [at(0), at(35)]);
    }

    #[test]
    fn a_budget_of_zero_never_allows() {
        assert_eq!(window(&[], 0).count(0, at(0), at(0), None), Err(None));
    }

    proptest! {
        #[test]
        fn no_hour_ever_holds_more_than_the_limit(
            limit in 1_u32..5,
            steps in prop::collection::vec((0_i64..2000, any::<bool>(), any::<bool>()), 1..60),
        ) {
            let (mut now, mut recorded, mut made) = (0, Vec::new(), Vec::new());
            for (step, spare, leaves) in steps {
                now += step;
                let mut window = CallWindow::new(recorded.iter().copied(), at(now));
                let spare_by = spare.then(|| at(now + 300));
                if window.count(limit, at(now), at(now), spare_by).is_ok() {
                    match leaves {
                        true => made.push(now),
                        false => window.never_left(at(now)),
                    }
                }
                recorded = window.calls().to_vec();
            }
            for first in &made {
                let inside = made.iter().filter(|call| (*first..first + 3600).contains(*call)).count();
                prop_assert!(inside <= usize::try_from(limit).unwrap());
            }
        }
    }
}
