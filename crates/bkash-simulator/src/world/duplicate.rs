use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::{Amount, WalletNumber};

/// bKash's own UAT sheet says two minutes; an e-mail about the sandbox says five.
const WINDOW: SignedDuration = SignedDuration::from_secs(120);

type Key = (WalletNumber, Amount);

/// Which wallet paid which amount to this merchant a moment ago.
#[derive(Debug, Default)]
pub(super) struct DuplicateWindow {
    latest: HashMap<Key, Timestamp>,
    in_order: VecDeque<(Timestamp, Key)>,
}

impl DuplicateWindow {
    pub(super) fn contains(&self, now: Timestamp, wallet: WalletNumber, amount: Amount) -> bool {
        self.latest
            .get(&(wallet, amount))
            .is_some_and(|paid| now.duration_since(*paid) < WINDOW)
    }

    pub(super) fn record(&mut self, now: Timestamp, wallet: WalletNumber, amount: Amount) {
        self.forget_before(now);
        self.latest.insert((wallet, amount), now);
        self.in_order.push_back((now, (wallet, amount)));
    }

    fn forget_before(&mut self, now: Timestamp) {
        while let Some((paid, key)) = self.in_order.front().copied() {
            if now.duration_since(paid) < WINDOW {
                break;
            }
            self.in_order.pop_front();
            if self.latest.get(&key) == Some(&paid) {
                self.latest.remove(&key);
            }
        }
    }
}
