use std::time::Duration;

use tokio::time::Instant;

use crate::random::Random;

/// A quarter of each pause is left to chance, so that what failed together does not come back together.
const JITTER_PART: u32 = 4;

/// When a breaker opens, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// So many failures in a row open it; at least one.
    pub failures: u32,
    /// How long nothing is sent after it has opened; each probe that fails doubles it.
    pub first_pause: Duration,
    /// No pause is longer.
    pub longest_pause: Duration,
}

/// Whether an endpoint is worth a call: closed, open for a pause, or half open with one probe on its way.
#[derive(Debug)]
pub struct Breaker {
    policy: Policy,
    state: State,
    /// Counts the changes of state: how a call ended that was admitted before the last one is no news.
    era: u64,
}

#[derive(Debug)]
enum State {
    Closed { failures: u32 },
    Open { until: Instant, pauses: u32 },
    HalfOpen { pauses: u32 },
}

/// Permission for one call, to be given back to the breaker that it came from with [`Breaker::ended`].
#[derive(Debug)]
#[must_use = "a probe that never ends keeps its breaker half open"]
pub struct Ticket {
    era: u64,
}

/// How a call ended, as far as its endpoint is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The endpoint answered; a refusal is an answer.
    Answered,
    /// No answer, no connection, or "not now".
    Failed,
    /// The call was not made after all.
    NotMade,
}

/// What a log has to tell once each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It was closed before.
    Opened,
    /// A probe was answered.
    Closed,
}

impl Breaker {
    /// Closed.
    #[must_use]
    pub const fn new(policy: Policy) -> Self {
        Self {
            policy,
            state: State::Closed { failures: 0 },
            era: 0,
        }
    }

    /// Permission for a call, or how long it is worth waiting before the next request for one.
    ///
    /// The first that comes after a pause is the probe; until that has ended nobody else is admitted.
    pub fn admit(&mut self, now: Instant) -> Result<Ticket, Duration> {
        match self.state {
            State::Closed { .. } => {}
            State::Open { until, pauses } if now >= until => {
                self.turn(State::HalfOpen { pauses });
            }
            State::Open { until, .. } => return Err(until - now),
            State::HalfOpen { .. } => return Err(self.policy.first_pause),
        }
        Ok(Ticket { era: self.era })
    }

    /// How long nobody is admitted; `None` when [`Breaker::admit`] would give a ticket.
    #[must_use]
    pub fn refuses_for(&self, now: Instant) -> Option<Duration> {
        match self.state {
            State::Open { until, .. } if now < until => Some(until - now),
            State::HalfOpen { .. } => Some(self.policy.first_pause),
            State::Closed { .. } | State::Open { .. } => None,
        }
    }

    /// Whether it is not closed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed { .. })
    }

    /// Takes note of how a call ended.
    #[expect(clippy::needless_pass_by_value, reason = "a ticket serves once")]
    pub fn ended(
        &mut self,
        ticket: Ticket,
        ended: Ended,
        now: Instant,
        random: &dyn Random,
    ) -> Option<Turn> {
        let Ticket { era } = ticket;
        if era != self.era {
            return None;
        }
        match (&self.state, ended) {
            (State::Closed { .. }, Ended::Answered) => {
                self.state = State::Closed { failures: 0 };
                None
            }
            (State::Closed { failures }, Ended::Failed) => {
                let failures = failures.saturating_add(1);
                if failures < self.policy.failures {
                    self.state = State::Closed { failures };
                    return None;
                }
                self.open(0, now, random);
                Some(Turn::Opened)
            }
            (State::HalfOpen { .. }, Ended::Answered) => {
                self.turn(State::Closed { failures: 0 });
                Some(Turn::Closed)
            }
            (&State::HalfOpen { pauses }, Ended::Failed) => {
                self.open(pauses.saturating_add(1), now, random);
                None
            }
            // Nothing was learnt, so the next may probe.
            (&State::HalfOpen { pauses }, Ended::NotMade) => {
                self.turn(State::Open { until: now, pauses });
                None
            }
            (State::Closed { .. }, Ended::NotMade) | (State::Open { .. }, _) => None,
        }
    }

    fn open(&mut self, pauses: u32, now: Instant, random: &dyn Random) {
        let doubled = self
            .policy
            .first_pause
            .saturating_mul(2_u32.saturating_pow(pauses));
        let pause = doubled.min(self.policy.longest_pause);
        let mut dice = [0; 2];
        random.fill(&mut dice);
        let share = f64::from(u16::from_be_bytes(dice)) / f64::from(u16::MAX);
        let until = now + pause - (pause / JITTER_PART).mul_f64(share);
        self.turn(State::Open { until, pauses });
    }

    fn turn(&mut self, state: State) {
        self.state = state;
        self.era += 1;
    }
}

#[cfg(test)]
mod tests;
