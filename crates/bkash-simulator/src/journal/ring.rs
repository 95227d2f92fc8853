use std::collections::VecDeque;

use super::{Answered, Entry, Exchange};

/// Exchanges that one world remembers.
const CAPACITY: usize = 2000;

/// The newest exchanges of one world; ids rise by one and are never used again.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    next_id: u64,
}

impl Journal {
    /// Records what came in, answered or not yet.
    pub(crate) fn add(
        &mut self,
        exchange: Exchange,
        answered: Option<Answered>,
        duration_ms: Option<u64>,
    ) -> u64 {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        self.next_id += 1;
        self.entries.push_back(Entry {
            id: self.next_id,
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
        if let Some(entry) = self.entry_mut(id)
            && entry.duration_ms.is_none()
        {
            entry.answered = answered;
            entry.duration_ms = Some(duration_ms);
        }
    }

    /// Notes that the caller hung up before it had its answer.
    pub(crate) fn disconnected(&mut self, id: u64, after_ms: u64) {
        if let Some(entry) = self.entry_mut(id) {
            entry.disconnected_after_ms = Some(after_ms);
        }
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    fn entry_mut(&mut self, id: u64) -> Option<&mut Entry> {
        let first = self.entries.front()?.id;
        let index = usize::try_from(id.checked_sub(first)?).ok()?;
        self.entries.get_mut(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::EntryBody;

    fn exchange() -> Exchange {
        Exchange {
            at: jiff::Timestamp::UNIX_EPOCH,
            endpoint: "query",
            method: "POST".to_owned(),
            path: "/".to_owned(),
            headers: Vec::new(),
            body: EntryBody::None,
            fault: None,
            over_token_limit: false,
        }
    }

    #[test]
    fn the_ring_keeps_the_newest_and_finds_them_by_id() {
        let mut journal = Journal::default();
        let ids: Vec<u64> = (0..CAPACITY + 10)
            .map(|_| journal.add(exchange(), None, None))
            .collect();
        assert_eq!(journal.entries().count(), CAPACITY);
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
}
