//! Which payments this process is executing right now, so that every browser that asks shares one result.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use payment_core::PaymentId;
use tokio::sync::Semaphore;

/// Shared by the callbacks of one process. The database's version guard is what makes execute single;
/// this only spares doubled work and tells waiters at once.
#[derive(Clone, Debug, Default)]
pub(super) struct InFlight(Arc<Mutex<Map>>);

/// A semaphore never has a permit; closing it lets all who wait go on, first come, first served, so that a
/// simulated run can be repeated.
type Map = HashMap<PaymentId, Arc<Semaphore>>;

/// Held by the task that executes; waiters go on when it is dropped.
#[derive(Debug)]
pub(super) struct Running {
    id: PaymentId,
    all: InFlight,
    end: Arc<Semaphore>,
}

/// The other side of [`Running`].
#[derive(Debug)]
pub(super) struct Waiter(Arc<Semaphore>);

impl InFlight {
    /// The guard for whoever comes first; a waiter for everybody.
    pub(super) fn enter(&self, id: PaymentId) -> (Option<Running>, Waiter) {
        match self.lock().entry(id) {
            Entry::Occupied(running) => (None, Waiter(Arc::clone(running.get()))),
            Entry::Vacant(place) => {
                let end = Arc::clone(place.insert(Arc::new(Semaphore::new(0))));
                let waiter = Waiter(Arc::clone(&end));
                let all = self.clone();
                (Some(Running { id, all, end }), waiter)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Map> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.all.lock().remove(&self.id);
        self.end.close();
    }
}

impl Waiter {
    /// Returns when the task has ended, however it ended.
    pub(super) async fn ended(self) {
        // An error is what closing looks like.
        let _ = self.0.acquire().await;
    }
}
