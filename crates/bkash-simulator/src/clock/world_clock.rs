use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::Clock;

/// How many seconds of a world pass in one of the simulator's clock, in thousandths; zero stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Speed(u32);

impl Speed {
    pub(crate) const NORMAL: Self = Self(1000);
    /// A day in less than a second.
    pub(crate) const FASTEST: f64 = 100_000.0;

    /// To the nearest thousandth; None below zero, above [`Self::FASTEST`] and for what is no number.
    pub(crate) fn of(times: f64) -> Option<Self> {
        if !(0.0..=Self::FASTEST).contains(&times) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range was just looked at"
        )]
        let thousandths = (times * 1000.0).round() as u32;
        Some(Self(thousandths))
    }

    pub(crate) fn times(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// No world's clock goes past this: 2200-01-01T00:00:00Z, so that days can be added to any moment.
pub(crate) const LATEST: Timestamp = Timestamp::constant(7_258_118_400, 0);

/// A clock of a world goes forward only, and not past [`LATEST`]: tokens and payments that came back
/// from the dead would be nobody's bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutOfReach {
    pub(crate) now: Timestamp,
}

/// The time of one world: the simulator's clock, moved and stretched. It has no time of its own, so it
/// is as still and as repeatable as that clock.
#[derive(Debug)]
pub(crate) struct WorldClock {
    source: Arc<dyn Clock>,
    bend: Mutex<Bend>,
}

/// At `source` it was `world`; from there on time passes at `speed`.
#[derive(Debug, Clone, Copy)]
struct Bend {
    source: Timestamp,
    world: Timestamp,
    speed: Speed,
}

impl Bend {
    const NONE: Self = Self {
        source: Timestamp::UNIX_EPOCH,
        world: Timestamp::UNIX_EPOCH,
        speed: Speed::NORMAL,
    };

    fn now(self, source: Timestamp) -> Timestamp {
        let passed = source.as_nanosecond() - self.source.as_nanosecond();
        let passed = passed * i128::from(self.speed.0) / 1000;
        let now = self.world.as_nanosecond().saturating_add(passed);
        Timestamp::from_nanosecond(now).map_or(LATEST, |now| now.min(LATEST))
    }

    /// From now on at this moment and speed.
    fn anchored(source: Timestamp, world: Timestamp, speed: Speed) -> Self {
        Self {
            source,
            world,
            speed,
        }
    }
}

impl WorldClock {
    pub(crate) fn new(source: Arc<dyn Clock>) -> Self {
        Self {
            source,
            bend: Mutex::new(Bend::NONE),
        }
    }

    /// The simulator's clock, as no tester moves it.
    pub(crate) fn unmoved_now(&self) -> Timestamp {
        self.source.now()
    }

    pub(crate) fn now(&self) -> Timestamp {
        let bend = *self.bend();
        bend.now(self.source.now())
    }

    pub(crate) fn speed(&self) -> Speed {
        self.bend().speed
    }

    /// How far the world is ahead of the simulator's clock.
    pub(crate) fn ahead(&self) -> SignedDuration {
        let source = self.source.now();
        self.bend().now(source).duration_since(source)
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut bend = self.bend();
        bend.world = bend.world.saturating_add(by).unwrap_or(LATEST);
    }

    /// Moves the clock to a moment that is still to come.
    pub(crate) fn set(&self, to: Timestamp) -> Result<(), OutOfReach> {
        let source = self.source.now();
        let mut bend = self.bend();
        let now = bend.now(source);
        if to < now || to > LATEST {
            return Err(OutOfReach { now });
        }
        *bend = Bend::anchored(source, to, bend.speed);
        Ok(())
    }

    /// Changes how fast time passes; the present stays what it is.
    pub(crate) fn set_speed(&self, speed: Speed) {
        let source = self.source.now();
        let mut bend = self.bend();
        *bend = Bend::anchored(source, bend.now(source), speed);
    }

    /// Back to the simulator's clock.
    pub(crate) fn reset(&self) {
        *self.bend() = Bend::NONE;
    }

    /// Goes on where the other clock is; the other one goes back to the simulator's clock.
    pub(crate) fn take_over(&self, other: &Self) {
        let bend = std::mem::replace(&mut *other.bend(), Bend::NONE);
        *self.bend() = bend;
    }

    fn bend(&self) -> MutexGuard<'_, Bend> {
        self.bend.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default)]
    struct Hand(Mutex<i64>);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_millisecond(*self.0.lock().unwrap()).unwrap()
        }
    }

    fn clock() -> (Arc<Hand>, WorldClock) {
        let hand = Arc::new(Hand::default());
        let source: Arc<dyn Clock> = Arc::clone(&hand) as _;
        (hand, WorldClock::new(source))
    }

    fn millisecond(clock: &WorldClock) -> i64 {
        clock.now().as_millisecond()
    }

    #[test]
    fn it_passes_at_its_speed_from_the_moment_at_which_that_was_set() {
        let (hand, clock) = clock();
        *hand.0.lock().unwrap() = 5000;
        clock.set_speed(Speed::of(60.0).unwrap());
        assert_eq!(millisecond(&clock), 5000);
        *hand.0.lock().unwrap() = 6000;
        assert_eq!(millisecond(&clock), 65_000);
        clock.set_speed(Speed::of(0.0).unwrap());
        *hand.0.lock().unwrap() = 1_000_000;
        assert_eq!(millisecond(&clock), 65_000, "it stands still");
        clock.set_speed(Speed::NORMAL);
        *hand.0.lock().unwrap() = 1_000_250;
        assert_eq!(millisecond(&clock), 65_250);
        clock.reset();
        assert_eq!(millisecond(&clock), 1_000_250);
    }

    #[test]
    fn it_is_set_forward_and_never_back() {
        let (hand, clock) = clock();
        *hand.0.lock().unwrap() = 5000;
        let moment = |ms| Timestamp::from_millisecond(ms).unwrap();
        assert_eq!(clock.set(moment(90_000)), Ok(()));
        assert_eq!(millisecond(&clock), 90_000);
        assert_eq!(
            clock.set(moment(89_999)),
            Err(OutOfReach {
                now: moment(90_000)
            })
        );
        clock.advance(SignedDuration::from_secs(1));
        assert_eq!(clock.ahead(), SignedDuration::from_secs(86));
        let past_the_end = LATEST + SignedDuration::from_nanos(1);
        assert!(clock.set(past_the_end).is_err());
        for _ in 0..3 {
            clock.advance(SignedDuration::from_hours(100 * 366 * 24));
        }
        assert_eq!(clock.now(), LATEST);
    }

    #[test]
    fn speeds_are_bounded() {
        for wrong in [-0.1, 100_001.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Speed::of(wrong), None, "{wrong}");
        }
        assert_eq!(Speed::of(0.25).map(Speed::times), Some(0.25));
    }
}
