use std::cell::LazyCell;
use std::sync::Arc;

use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::Facts;
use super::kind::Fault;
use super::rule::{Count, Rule};
use super::schedule::Period;
use crate::endpoint::Endpoint;

/// Faults that one world holds at a time.
const MOST_RULES: usize = 1000;

/// The faults of one world, in the order in which they were set; the first that fits strikes.
#[derive(Debug)]
pub(crate) struct Rules {
    rules: Vec<Placed>,
    next_id: u64,
    seed: u64,
}

/// A rule in its place, with what it has done so far.
#[derive(Debug)]
pub(crate) struct Placed {
    id: u64,
    rule: Rule,
    period: Period,
    /// Where it comes from, if not from a control call.
    scenario: Option<Arc<str>>,
    /// At zero calls it is gone.
    remaining: Count,
    /// Calls that it fitted, struck or not.
    fitted: u64,
    /// Its own, so that other rules don't change its luck.
    rng: Rng,
}

/// One strike at one call.
#[derive(Debug)]
pub(crate) struct Strike {
    pub(crate) name: &'static str,
    pub(crate) fault: Fault,
    /// A seed for what the strike itself leaves to chance.
    pub(crate) luck: u64,
}

/// A world holds only so many faults.
#[derive(Debug, thiserror::Error)]
#[error("a world holds at most {MOST_RULES} faults: delete some")]
pub(crate) struct TooMany;

impl Rules {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rules: Vec::new(),
            next_id: 0,
            seed,
        }
    }

    /// Its id, which no other fault of this world ever has.
    /// Seconds of its schedule count from now.
    pub(crate) fn add(
        &mut self,
        rule: Rule,
        scenario: Option<Arc<str>>,
        now: Timestamp,
    ) -> Result<u64, TooMany> {
        if self.rules.len() >= MOST_RULES {
            return Err(TooMany);
        }
        self.next_id += 1;
        let id = self.next_id;
        self.rules.push(Placed {
            id,
            remaining: rule.count,
            period: rule.schedule.since(now),
            rule,
            scenario,
            fitted: 0,
            rng: rng_of(self.seed, id),
        });
        Ok(id)
    }

    pub(crate) fn list(&self) -> impl Iterator<Item = &Placed> {
        self.rules.iter()
    }

    /// True if there was such a fault.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.rules.len();
        self.rules.retain(|placed| placed.id != id);
        self.rules.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Takes over what was set for another world, with the luck that it has here. A scenario begins
    /// only now.
    pub(crate) fn inherit(&mut self, other: &mut Self, now: Timestamp) {
        for placed in other.rules.drain(..) {
            let (is_told, period) = (placed.scenario.is_some(), placed.period);
            if self.add(placed.rule, placed.scenario, now).is_err() {
                return;
            }
            if let (false, Some(own)) = (is_told, self.rules.last_mut()) {
                own.period = period;
            }
        }
    }

    /// Uses up one strike of the first fault for this call. What the call is about is only looked for
    /// when a fault asks.
    pub(crate) fn take(
        &mut self,
        endpoint: Endpoint,
        now: Timestamp,
        find: impl FnOnce() -> Facts,
    ) -> Option<Strike> {
        if self.rules.is_empty() {
            return None;
        }
        let facts = LazyCell::new(find);
        let index = self.rules.iter_mut().position(|placed| {
            placed.period.is_on(now)
                && placed.rule.selection.fits(endpoint, &facts)
                && placed.turn_and_luck()
        })?;
        let placed = &mut self.rules[index];
        let strike = Strike {
            name: placed.rule.kind.name,
            fault: placed.rule.fault.clone(),
            luck: placed.rng.u64(..),
        };
        if placed.is_used_up() {
            self.rules.remove(index);
        }
        Some(strike)
    }
}

/// Seeds that differ by one give luck that has nothing in common.
fn rng_of(seed: u64, id: u64) -> Rng {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    Rng::with_seed(seed ^ id.wrapping_mul(GOLDEN))
}

impl Placed {
    /// Whether it is this call's turn, among those that fit, and whether chance has it.
    fn turn_and_luck(&mut self) -> bool {
        self.fitted += 1;
        let turn = self
            .rule
            .every
            .is_none_or(|every| self.fitted.is_multiple_of(every));
        turn && self
            .rule
            .probability
            .is_none_or(|probability| self.rng.f64() < probability)
    }

    /// Counts a strike; true after the last one.
    fn is_used_up(&mut self) -> bool {
        let Count::Calls(calls) = &mut self.remaining else {
            return false;
        };
        *calls -= 1;
        *calls == 0
    }

    pub(crate) fn to_value(&self) -> Value {
        let mut shown = Map::new();
        shown.insert("id".to_owned(), self.id.into());
        self.rule.show(&mut shown);
        self.period.show(&mut shown);
        shown.insert("remaining".to_owned(), self.remaining.to_value());
        if let Some(scenario) = &self.scenario {
            shown.insert("scenario".to_owned(), scenario.as_ref().into());
        }
        shown.into()
    }
}
