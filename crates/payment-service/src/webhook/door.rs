use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::breaker::{Breaker, Ended, Policy, Ticket, Turn};
use crate::random::Random;
use crate::telemetry::Metrics;

/// Five failures in a row, such as of one batch, and from then on one probe at a time: after 5 s at first, every
/// 5 minutes in the end, so that an outage of a day is some three hundred attempts and not all the attempts of
/// all that is due.
const POLICY: Policy = Policy {
    failures: 5,
    first_pause: Duration::from_secs(5),
    longest_pause: Duration::from_secs(5 * 60),
};

/// Stands before the shop's endpoint: wide open, or while the endpoint fails open for one probe at a time.
///
/// It is asked before a webhook is claimed, so that what it keeps back loses none of its attempts.
#[derive(Debug)]
pub(super) struct Door {
    breaker: Mutex<Breaker>,
    random: Arc<dyn Random>,
    metrics: Metrics,
}

/// Permission for one attempt. Dropped without [`Pass::ended`] it is as if it had never been asked for, so that
/// an attempt that is cut off leaves no door half open.
#[derive(Debug)]
pub(super) struct Pass<'a> {
    door: &'a Door,
    ticket: Option<Ticket>,
    probes: bool,
}

impl Door {
    pub(super) fn new(random: Arc<dyn Random>, metrics: Metrics) -> Self {
        metrics.webhook_breaker(false);
        Self {
            breaker: Mutex::new(Breaker::new(POLICY)),
            random,
            metrics,
        }
    }

    /// As many as may be made now, at most `most`; a probe is alone.
    pub(super) fn passes(&self, most: usize) -> Vec<Pass<'_>> {
        let now = Instant::now();
        let pass = |_| {
            let mut breaker = self.lock();
            let probes = breaker.is_open();
            let ticket = breaker.admit(now).ok()?;
            Some(Pass {
                door: self,
                ticket: Some(ticket),
                probes,
            })
        };
        (0..most).map_while(pass).collect()
    }

    fn ended(&self, ticket: Ticket, ended: Ended) {
        let turn = self
            .lock()
            .ended(ticket, ended, Instant::now(), &*self.random);
        match turn {
            Some(Turn::Opened) => tracing::warn!(
                "the shop's webhook endpoint fails: webhooks wait, and one at a time probes"
            ),
            Some(Turn::Closed) => {
                tracing::info!("the shop's webhook endpoint takes webhooks again");
            }
            None => return,
        }
        self.metrics.webhook_breaker(turn == Some(Turn::Opened));
    }

    fn lock(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// Whether it is to find out if the endpoint works again.
    pub(super) const fn probes(&self) -> bool {
        self.probes
    }

    pub(super) fn ended(mut self, ended: Ended) {
        if let Some(ticket) = self.ticket.take() {
            self.door.ended(ticket, ended);
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            self.door.ended(ticket, Ended::NotMade);
        }
    }
}
