use std::collections::{HashSet, VecDeque};

/// How many ids are remembered; far more than are ever sent again within the signature's tolerance.
const REMEMBERED: usize = 10_000;

/// The ids of messages already worked through: a webhook may arrive twice.
#[derive(Debug, Default)]
pub struct Inbox {
    seen: HashSet<String>,
    order: VecDeque<String>,
}

impl Inbox {
    pub fn has_seen(&self, id: &str) -> bool {
        self.seen.contains(id)
    }

    pub fn remember(&mut self, id: &str) {
        if self.seen.insert(id.to_owned()) {
            self.order.push_back(id.to_owned());
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_remembered_and_memory_stays_bounded() {
        let mut inbox = Inbox::default();
        for number in 0..=REMEMBERED {
            inbox.remember(&format!("msg_{number}"));
        }
        assert!(!inbox.has_seen("msg_0"));
        assert!(inbox.has_seen("msg_1") && inbox.has_seen(&format!("msg_{REMEMBERED}")));
    }
}
