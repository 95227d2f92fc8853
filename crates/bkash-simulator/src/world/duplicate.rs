use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::{Amount, WalletNumber};

type Key = (WalletNumber, Amount);

/// Which wallet paid which amount to this merchant a moment ago.
#[derive(Debug, Default)]
pub(super) struct DuplicateWindow {
    latest: HashMap<Key, Timestamp>,
    in_order: VecDeque<(Timestamp, Key)>,
}

impl DuplicateWindow {
    pub(super) fn contains(
        &self,
        now: Timestamp,
        wallet: WalletNumber,
        amount: Amount,
        window: SignedDuration,
    ) -> bool {
        self.latest
            .get(&(wallet, amount))
            .is_some_and(|paid| now.duration_since(*paid) < window)
    }

    /// Forgets what is older than the window: it would grow for a day under load otherwise.
    pub(super) fn record(
        &mut self,
        now: Timestamp,
        wallet: WalletNumber,
        amount: Amount,
        window: SignedDuration,
    ) {
        self.forget_before(now, window);
        self.latest.insert((wallet, amount), now);
        self.in_order.push_back((now, (wallet, amount)));
    }

    fn forget_before(&mut self, now: Timestamp, window: SignedDuration) {
        while let Some((paid, key)) = self.in_order.front().copied() {
            if now.duration_since(paid) < window {
                break;
            }
            self.in_order.pop_front();
            if self.latest.get(&key) == Some(&paid) {
                self.latest.remove(&key);
            }
        }
    }
}
