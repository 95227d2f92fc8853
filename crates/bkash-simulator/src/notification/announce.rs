use tokio::sync::oneshot;

use super::Deviation;
use crate::endpoint::Endpoint;
use crate::fault::{Facts, Fault, Mishap};
use crate::gateway::World;
use crate::world::Transaction;

/// Ends when a notification was posted for the first time, or is no longer to be.
pub(crate) type FirstPost = oneshot::Receiver<()>;

impl World {
    /// Tells the listener what was completed since it was last told. Does not wait for it: whoever answers
    /// the call waits for the first posts that come back, as a fault wants it.
    pub(crate) fn announce_completed(&self) -> Vec<FirstPost> {
        let completed = self.state().take_completed();
        if completed.is_empty() || !self.notifier().is_listened_to() {
            return Vec::new();
        }
        completed
            .iter()
            .filter_map(|transaction| self.announce(transaction))
            .collect()
    }

    fn announce(&self, transaction: &Transaction) -> Option<FirstPost> {
        let find = || {
            let state = self.state();
            let payment = state.payment(transaction.payment_id.as_str());
            payment.map(Facts::from).unwrap_or_default()
        };
        let strike = self.faults().take(Endpoint::Notification, self.now(), find);
        let (deviation, is_early) = match strike.map(|strike| strike.fault) {
            Some(Fault::Notification(Mishap::Missing)) => return None,
            Some(Fault::Notification(Mishap::Early)) => (Deviation::default(), true),
            Some(Fault::Notification(Mishap::Deviates(deviation))) => (*deviation, false),
            _ => (Deviation::default(), false),
        };
        let told = self
            .notifier()
            .tell(self.unmoved_now(), transaction, deviation)?;
        is_early.then_some(told.first_post)
    }
}
