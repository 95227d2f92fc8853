use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::{Amount, WalletNumber};

/// The longest that the switch `duplicate_seconds` can say.
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(24);

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

    pub(super) fn record(&mut self, now: Timestamp, wallet: WalletNumber, amount: Amount) {
        self.forget_before(now);
        self.latest.insert((wallet, amount), now);
        self.in_order.push_back((now, (wallet, amount)));
    }

    fn forget_before(&mut self, now: Timestamp) {
        while let Some((paid, key)) = self.in_order.front().copied() {
            if now.duration_since(paid) < LONGEST_WINDOW {
                break;
            }
            self.in_order.pop_front();
            if self.latest.get(&key) == Some(&paid) {
                self.latest.remove(&key);
            }
        }
    }
}
