//! Which payments this process is executing right now, so that every browser that asks shares one result.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use payment_core::PaymentId;
use tokio::sync::watch;

/// Shared by the callbacks of one process. The database's version guard is what makes execute single;
/// this only spares doubled work and tells waiters at once.
#[derive(Clone, Debug, Default)]
pub(super) struct InFlight(Arc<Mutex<HashMap<PaymentId, watch::Receiver<()>>>>);

/// Held by the task that executes; waiters go on when it is dropped.
#[derive(Debug)]
pub(super) struct Running {
    id: PaymentId,
    all: InFlight,
    _end: watch::Sender<()>,
}

/// The other side of [`Running`].
#[derive(Debug)]
pub(super) struct Waiter(watch::Receiver<()>);

impl InFlight {
    /// The guard for whoever comes first; a waiter for everybody.
    pub(super) fn enter(&self, id: PaymentId) -> (Option<Running>, Waiter) {
        match self.lock().entry(id) {
            Entry::Occupied(running) => (None, Waiter(running.get().clone())),
            Entry::Vacant(place) => {
                let (end, waiter) = watch::channel(());
                place.insert(waiter.clone());
                (
                    Some(Running {
                        id,
                        all: self.clone(),
                        _end: end,
                    }),
                    Waiter(waiter),
                )
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PaymentId, watch::Receiver<()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.all.lock().remove(&self.id);
    }
}

impl Waiter {
    /// Returns when the task has ended, however it ended.
    pub(super) async fn ended(mut self) {
        while self.0.changed().await.is_ok() {}
    }
}
