use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bkash_client::Call;
use tokio::time::{Instant, sleep_until};

use super::circuit::{Breaker, Ended, Policy, Ticket, Turn};
use super::rate_cap::RateCap;
use crate::random::Random;

/// The way to one endpoint of the gateway, shared by all who call it from this process.
#[derive(Clone, Debug)]
pub(crate) struct Gate(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    call: Call,
    breaker: Mutex<Breaker>,
    cap: Option<Arc<Mutex<RateCap>>>,
    random: Arc<dyn Random>,
}

/// Permission for one call. Dropped without [`Pass::ended`] it is as if it had never been asked for.
#[derive(Debug)]
#[must_use]
pub(crate) struct Pass {
    gate: Gate,
    ticket: Option<Ticket>,
    leaves_at: Option<Instant>,
}

impl Gate {
    /// `cap` may be shared with other gates.
    pub(crate) fn new(
        call: Call,
        policy: Policy,
        cap: Option<Arc<Mutex<RateCap>>>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self(Arc::new(Shared {
            call,
            breaker: Mutex::new(Breaker::new(policy)),
            cap,
            random,
        }))
    }

    /// The endpoint's call.
    pub(crate) fn call(&self) -> Call {
        self.0.call
    }

    /// Whether its breaker is not closed.
    pub(crate) fn is_open(&self) -> bool {
        lock(&self.0.breaker).is_open()
    }

    /// Whether its breaker admits nobody at present.
    pub(crate) fn is_shut(&self) -> bool {
        lock(&self.0.breaker).refuses_for(Instant::now()).is_some()
    }

    /// Permission to call now, or after how long it is worth asking again.
    pub(crate) fn pass(&self) -> Result<Pass, Duration> {
        self.take(Duration::ZERO)
    }

    /// Waits for the cap, if that takes no longer than `patience`; never for the breaker.
    pub(crate) async fn pass_within(&self, patience: Duration) -> Result<Pass, Duration> {
        let pass = self.take(patience)?;
        if let Some(at) = pass.leaves_at {
            sleep_until(at).await;
        }
        Ok(pass)
    }

    fn take(&self, patience: Duration) -> Result<Pass, Duration> {
        let now = Instant::now();
        let ticket = lock(&self.0.breaker).admit(now)?;
        // From here on the ticket goes back by itself.
        let mut pass = Pass {
            gate: self.clone(),
            ticket: Some(ticket),
            leaves_at: None,
        };
        if let Some(cap) = &self.0.cap {
            pass.leaves_at = Some(lock(cap).take(now, patience)?);
        }
        Ok(pass)
    }

    fn ended(&self, ticket: Ticket, ended: Ended) {
        let turn = lock(&self.0.breaker).ended(ticket, ended, Instant::now(), &*self.0.random);
        let call = self.0.call.name();
        match turn {
            Some(Turn::Opened) => tracing::warn!(
                call,
                "the gateway does not answer: calls are held back, and one at a time probes"
            ),
            Some(Turn::Closed) => tracing::info!(call, "the gateway answers again"),
            None => {}
        }
    }
}

impl Pass {
    /// Takes note of how the call ended.
    pub(crate) fn ended(mut self, ended: Ended) {
        self.leaves_at = None;
        if let Some(ticket) = self.ticket.take() {
            self.gate.ended(ticket, ended);
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if let (Some(at), Some(cap)) = (self.leaves_at.take(), &self.gate.0.cap) {
            lock(cap).give_back(at);
        }
        if let Some(ticket) = self.ticket.take() {
            self.gate.ended(ticket, Ended::NotMade);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
