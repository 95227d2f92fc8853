use std::time::Duration;

use tokio::time::Instant;

/// A bucket of one token: calls leave one after the other at even intervals, so that no second, wherever
/// it begins, has more of them than the cap. What was not used does not pile up.
#[derive(Debug)]
pub struct RateCap {
    interval: Duration,
    /// The next call may leave then; `None` before the first.
    next: Option<Instant>,
}

impl RateCap {
    /// One call in `interval`: 20 ms make at most 50 of them in any second.
    #[must_use]
    pub const fn one_every(interval: Duration) -> Self {
        Self {
            interval,
            next: None,
        }
    }

    /// The moment, not later than `patience` from now, when the call may leave; it is taken. Otherwise how
    /// much longer than that the call would have to wait.
    pub fn take(&mut self, now: Instant, patience: Duration) -> Result<Instant, Duration> {
        let at = self.next.map_or(now, |next| next.max(now));
        let latest = now + patience;
        if at > latest {
            return Err(at - latest);
        }
        self.next = Some(at + self.interval);
        Ok(at)
    }

    /// Gives a moment back that was not used; only the last one taken can serve another.
    pub fn give_back(&mut self, at: Instant) {
        if self.next == Some(at + self.interval) {
            self.next = Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn cap(interval_ms: u64) -> RateCap {
        RateCap::one_every(Duration::from_millis(interval_ms))
    }

    #[test]
    fn the_first_leaves_at_once_and_the_next_at_even_intervals() {
        let now = Instant::now();
        let mut cap = cap(50);
        let waits = (0..4).map(|_| cap.take(now, Duration::from_millis(100)));
        let waits: Vec<_> = waits.map(|at| at.map(|at| at - now)).collect();
        let ms = Duration::from_millis;
        assert_eq!(waits, [Ok(ms(0)), Ok(ms(50)), Ok(ms(100)), Err(ms(50))]);
        let later = now + Duration::from_secs(60);
        assert_eq!(cap.take(later, Duration::ZERO), Ok(later));
        assert_eq!(cap.take(later, Duration::ZERO), Err(ms(50)));
    }

    #[test]
    fn a_moment_that_was_not_used_serves_the_next() {
        let now = Instant::now();
        let mut cap = cap(50);
        let unused = cap.take(now, Duration::ZERO).unwrap();
        cap.give_back(unused);
        assert_eq!(cap.take(now, Duration::ZERO), Ok(now));
        let between = cap.take(now, Duration::from_secs(60)).unwrap();
        let last = cap.take(now, Duration::from_secs(60)).unwrap();
        cap.give_back(between);
        assert!(cap.take(now, Duration::from_secs(60)).unwrap() > last);
    }

    proptest! {
        #[test]
        fn no_second_has_more_calls_than_the_cap(
            interval_ms in 1_u64..400,
            asks in prop::collection::vec((0_u64..300, 0_u64..500, any::<bool>()), 1..300),
        ) {
            let mut now = Instant::now();
            let mut cap = cap(interval_ms);
            let mut left = Vec::new();
            for (wait, patience, is_used) in asks {
                now += Duration::from_millis(wait);
                match cap.take(now, Duration::from_millis(patience)) {
                    Ok(at) if is_used => left.push(at),
                    Ok(at) => cap.give_back(at),
                    Err(_) => {}
                }
            }
            for (index, first) in left.iter().enumerate() {
                let end = *first + Duration::from_secs(1);
                let within = left[index..].iter().take_while(|at| **at < end).count();
                prop_assert!(within <= usize::try_from(1000_u64.div_ceil(interval_ms)).unwrap());
            }
        }
    }
}
