use std::collections::VecDeque;

use tokio::sync::watch;

use super::{Answered, Entry, Exchange};

/// The newest exchanges of one world; ids rise by one and are never used again.
#[derive(Debug)]
pub(crate) struct Journal {
    capacity: usize,
    entries: VecDeque<Entry>,
    next_id: u64,
    /// Rises with every change, so that a reader can ask for what is new since its last look.
    revision: u64,
    cleared_at: u64,
    changes: watch::Sender<u64>,
}

impl Journal {
    /// Exchanges that one world remembers, unless the simulator was started with another number.
    pub(crate) const CAPACITY: usize = 2000;

    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: VecDeque::new(),
            next_id: 0,
            revision: 0,
            cleared_at: 0,
            changes: watch::Sender::new(0),
        }
    }

    /// Records what came in, answered or not yet.
    pub(crate) fn add(
        &mut self,
        mut exchange: Exchange,
        answered: Option<Answered>,
        duration_ms: Option<u64>,
    ) -> u64 {
        while self.entries.len() >= self.capacity.max(1) {
            self.entries.pop_front();
        }
        exchange.shorten();
        self.next_id += 1;
        let revision = self.revise();
        self.entries.push_back(Entry {
            id: self.next_id,
            revision,
            exchange,
            answered,
            duration_ms,
            disconnected_after_ms: None,
        });
        self.next_id
    }

    /// Completes an exchange, once: what the caller got first is what it got. Without an answer, it
    /// was lost.
    pub(crate) fn finish(&mut self, id: u64, answered: Option<Answered>, duration_ms: u64) {
        let is_open = |entry: &Entry| entry.duration_ms.is_none();
        if !self.entry(id).is_some_and(is_open) {
            return;
        }
        self.change(id, |entry| {
            entry.answered = answered;
            entry.duration_ms = Some(duration_ms);
        });
    }

    /// Notes that the caller hung up before it had its answer.
    pub(crate) fn disconnected(&mut self, id: u64, after_ms: u64) {
        self.change(id, |entry| entry.disconnected_after_ms = Some(after_ms));
    }

    /// Forgets all exchanges; ids go on.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.cleared_at = self.revise();
    }

    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// What the newest change made it.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether it was cleared after this revision.
    pub(crate) fn cleared_since(&self, revision: u64) -> bool {
        self.cleared_at > revision
    }

    /// Wakes at every change from now on. Nobody pays for it who has no reader.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn revise(&mut self) -> u64 {
        self.revision += 1;
        if self.changes.receiver_count() > 0 {
            self.changes.send_replace(self.revision);
        }
        self.revision
    }

    fn change(&mut self, id: u64, change: impl FnOnce(&mut Entry)) {
        let Some(index) = self.index(id) else { return };
        let revision = self.revise();
        if let Some(entry) = self.entries.get_mut(index) {
            entry.revision = revision;
            change(entry);
        }
    }

    fn entry(&self, id: u64) -> Option<&Entry> {
        self.entries.get(self.index(id)?)
    }

    fn index(&self, id: u64) -> Option<usize> {
        let first = self.entries.front()?.id;
        let index = usize::try_from(id.checked_sub(first)?).ok()?;
        (index < self.entries.len()).then_some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrival::Arrival;
    use crate::journal::EntryBody;

    fn exchange() -> Exchange {
        Exchange {
            at: jiff::Timestamp::UNIX_EPOCH,
            endpoint: "query",
            method: "POST".to_owned(),
            path: "/".to_owned(),
            headers: Vec::new(),
            body: EntryBody::None,
            arrival: Arrival::default(),
            fault: None,
            over_token_limit: false,
        }
    }

    #[test]
    fn the_ring_keeps_the_newest_and_finds_them_by_id() {
        let mut journal = Journal::new(20);
        let ids: Vec<u64> = (0..30)
            .map(|_| journal.add(exchange(), None, None))
            .collect();
        assert_eq!(journal.entries().count(), 20);
        assert_eq!(
            journal.entries().next().map(|entry| entry.id),
            Some(ids[10])
        );
        journal.disconnected(ids[0], 5);
        journal.finish(ids[11], None, 7);
        let second = journal.entries().nth(1).unwrap();
        assert_eq!(
            (second.duration_ms, second.disconnected_after_ms),
            (Some(7), None)
        );
    }

    #[test]
    fn every_change_has_a_revision_and_wakes_its_readers() {
        let mut journal = Journal::new(2);
        let mut reader = journal.subscribe();
        let id = journal.add(exchange(), None, None);
        let seen = journal.revision();
        assert!(reader.has_changed().unwrap());
        reader.mark_unchanged();
        journal.finish(id, None, 1);
        assert!(reader.has_changed().unwrap());
        assert!(journal.entries().all(|entry| entry.revision > seen));
        assert!(!journal.cleared_since(seen));
        journal.clear();
        assert!(journal.cleared_since(seen));
        assert_eq!(journal.add(exchange(), None, None), id + 1);
    }

    #[test]
    fn what_is_longer_than_any_call_is_cut() {
        let mut journal = Journal::new(1);
        let mut long = exchange();
        long.path = "৳".repeat(40_000);
        long.headers = vec![("name".to_owned(), "v".repeat(40_000)); 200];
        journal.add(long, None, None);
        let kept = &journal.entries().next().unwrap().exchange;
        assert!(kept.path.len() < 5000 && kept.path.ends_with('…'));
        assert_eq!(kept.headers.len(), 64);
        assert!(kept.headers.iter().all(|(_, value)| value.len() < 5000));
    }
}
