use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};

use super::envelope::Kind;
use super::policy::{Outcome, Verdict};

/// Deliveries that may be under way; what comes above is lost, and counted.
const MOST_OPEN: usize = 5000;
/// Ended deliveries that are remembered.
const MOST_ENDED: usize = 1000;

/// One message on its way to the listener, or there.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) kind: Kind,
    pub(super) message_id: String,
    pub(super) trx_id: Option<String>,
    /// What is unusual about it.
    pub(super) deviation: Value,
    /// As posted; empty before it is signed.
    pub(super) body: String,
    pub(super) state: DeliveryState,
    pub(super) attempts: Vec<Attempt>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DeliveryState {
    /// Waits for one that was made after it.
    Held,
    UnderWay,
    Ended(Verdict),
}

/// One post, by the time since the message was made.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) after: Duration,
    pub(super) took: Duration,
    pub(super) outcome: Outcome,
}

/// What became of each message, oldest first.
#[derive(Debug, Default)]
pub(super) struct Log {
    last_id: u64,
    open: BTreeMap<u64, Delivery>,
    ended: VecDeque<(u64, Delivery)>,
    dropped: u64,
}

impl Log {
    /// None when too many are under way.
    pub(super) fn open(&mut self, delivery: Delivery) -> Option<u64> {
        if self.open.len() >= MOST_OPEN {
            self.dropped += 1;
            return None;
        }
        self.last_id += 1;
        self.open.insert(self.last_id, delivery);
        Some(self.last_id)
    }

    /// None once it has ended or was forgotten.
    pub(super) fn get_mut(&mut self, id: u64) -> Option<&mut Delivery> {
        self.open.get_mut(&id)
    }

    pub(super) fn end(&mut self, id: u64, verdict: Verdict) {
        let Some(mut delivery) = self.open.remove(&id) else {
            return;
        };
        delivery.state = DeliveryState::Ended(verdict);
        self.ended.push_back((id, delivery));
        if self.ended.len() > MOST_ENDED {
            self.ended.pop_front();
        }
    }

    /// Those under way end before their next post.
    pub(super) fn recall_all(&mut self) {
        let open: Vec<u64> = self.open.keys().copied().collect();
        for id in open {
            self.end(id, Verdict::Recalled);
        }
    }

    /// As if nothing had been sent; ids go on.
    pub(super) fn clear(&mut self) {
        self.open.clear();
        self.ended.clear();
        self.dropped = 0;
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(super) fn to_value(&self) -> Value {
        let ended = self.ended.iter().map(|(id, delivery)| (*id, delivery));
        let open = self.open.iter().map(|(id, delivery)| (*id, delivery));
        let mut all: Vec<(u64, &Delivery)> = ended.chain(open).collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        let shown = all.into_iter().map(|(id, delivery)| delivery.to_value(id));
        Value::Array(shown.collect())
    }
}

impl Delivery {
    fn to_value(&self, id: u64) -> Value {
        let attempts: Vec<Value> = self.attempts.iter().map(Attempt::to_value).collect();
        json!({
            "id": id,
            "type": self.kind.name(),
            "MessageId": self.message_id,
            "trxID": self.trx_id,
            "state": self.state.name(),
            "deviation": self.deviation,
            "attempts": attempts,
            "body": self.body,
        })
    }
}

impl DeliveryState {
    fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::UnderWay => "under_way",
            Self::Ended(Verdict::Delivered) => "delivered",
            Self::Ended(Verdict::Failed) => "failed",
            Self::Ended(Verdict::Recalled) => "recalled",
        }
    }
}

impl Attempt {
    fn to_value(&self) -> Value {
        let (status, error) = match &self.outcome {
            Outcome::Answered(status) => (Some(*status), None),
            Outcome::Broken(error) => (None, Some(error.as_str())),
            Outcome::Recalled => (None, Some("recalled")),
        };
        json!({
            "after_ms": milliseconds(self.after),
            "duration_ms": milliseconds(self.took),
            "status": status,
            "error": error,
        })
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery() -> Delivery {
        Delivery {
            kind: Kind::Notification,
            message_id: String::new(),
            trx_id: None,
            deviation: Value::Null,
            body: String::new(),
            state: DeliveryState::UnderWay,
            attempts: Vec::new(),
        }
    }

    fn ids(log: &Log) -> Vec<u64> {
        let shown = log.to_value();
        let deliveries = shown.as_array().unwrap().iter();
        deliveries
            .map(|delivery| delivery["id"].as_u64().unwrap())
            .collect()
    }

    #[test]
    fn deliveries_beyond_the_most_that_may_be_open_are_dropped_and_counted() {
        let mut log = Log::default();
        let opened = (0..MOST_OPEN + 3).filter_map(|_| log.open(delivery()));
        assert_eq!(opened.count(), MOST_OPEN);
        assert_eq!(log.dropped(), 3);
        log.end(1, Verdict::Failed);
        assert!(log.open(delivery()).is_some(), "one that ended makes room");
    }

    #[test]
    fn the_oldest_ended_deliveries_are_forgotten() {
        let mut log = Log::default();
        for _ in 0..MOST_ENDED + 2 {
            let id = log.open(delivery()).unwrap();
            log.end(id, Verdict::Delivered);
        }
        let open = log.open(delivery()).unwrap();
        let shown = ids(&log);
        assert_eq!((shown.len(), shown[0]), (MOST_ENDED + 1, 3));
        assert_eq!(shown.last(), Some(&open));
    }

    #[test]
    fn what_was_recalled_cannot_be_changed_any_more() {
        let mut log = Log::default();
        let id = log.open(delivery()).unwrap();
        log.recall_all();
        assert!(log.get_mut(id).is_none());
        log.end(id, Verdict::Delivered);
        assert_eq!(log.to_value()[0]["state"], "recalled");
    }
}
