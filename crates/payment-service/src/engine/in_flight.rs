//! Which payments this process is executing right now, so that every browser that asks shares one result.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use payment_core::payment::Payment;
use payment_core::{PaymentId, SecretDigest};
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// Shared by the callbacks of one process. The database's version guard is what makes execute single;
/// this only spares doubled work and tells waiters at once.
#[derive(Clone, Debug, Default)]
pub(super) struct InFlight(Arc<Mutex<Map>>);

type Map = HashMap<PaymentId, Arc<Place>>;

/// Where a task leaves what it came to.
#[derive(Debug)]
struct Place {
    secret: SecretDigest,
    since: Instant,
    result: OnceLock<Payment>,
    /// Never has a permit. Closing it lets all who wait go on, first come, first served, so that a simulated
    /// run can be repeated.
    end: Semaphore,
}

/// Held by the task that executes; waiters go on when it is dropped.
#[derive(Debug)]
pub(super) struct Running {
    id: PaymentId,
    all: InFlight,
    place: Arc<Place>,
}

/// The other side of [`Running`].
#[derive(Debug)]
pub(super) struct Waiter(Arc<Place>);

impl InFlight {
    /// The guard for whoever comes first; a waiter for everybody.
    pub(super) fn enter(&self, payment: &Payment) -> (Option<Running>, Waiter) {
        let id = payment.id;
        match self.lock().entry(id) {
            Entry::Occupied(running) => (None, Waiter(Arc::clone(running.get()))),
            Entry::Vacant(vacant) => {
                let place = Arc::new(Place {
                    secret: payment.callback_secret,
                    since: Instant::now(),
                    result: OnceLock::new(),
                    end: Semaphore::new(0),
                });
                vacant.insert(Arc::clone(&place));
                let waiter = Waiter(Arc::clone(&place));
                let all = self.clone();
                (Some(Running { id, all, place }), waiter)
            }
        }
    }

    /// A waiter, if this process is executing the payment.
    pub(super) fn waiter(&self, id: PaymentId) -> Option<Waiter> {
        self.lock().get(&id).map(|place| Waiter(Arc::clone(place)))
    }

    fn lock(&self) -> MutexGuard<'_, Map> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// Tells everybody who waits; `None` when the payment must be looked up.
    pub(super) fn leave(self, result: Option<Payment>) {
        if let Some(payment) = result {
            // The place is this task's alone, so nothing stands there yet.
            let _ = self.place.result.set(payment);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.all.lock().remove(&self.id);
        self.place.end.close();
    }
}

impl Waiter {
    /// Whether `secret` is the one of the payment's callback address.
    pub(super) fn knows(&self, secret: &SecretDigest) -> bool {
        self.0.secret == *secret
    }

    /// How long ago the task began.
    pub(super) fn age(&self) -> Duration {
        self.0.since.elapsed()
    }

    /// Returns when the task has ended, however it ended, with the payment as the task left it.
    pub(super) async fn ended(&self) -> Option<Payment> {
        // An error is what closing looks like.
        let _ = self.0.end.acquire().await;
        self.0.result.get().cloned()
    }
}
