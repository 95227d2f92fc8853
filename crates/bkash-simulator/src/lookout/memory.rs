use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::SecretKind;
use super::search::Search;
use super::secret_kind::is_telling;

/// Secrets of each kind that are remembered; the oldest go first.
const MOST: usize = 2000;
/// Longer ones are not of the gateway's make, nor of any use to it.
const LONGEST: usize = 4 * 1024;

/// Remembers the secrets of all worlds of a simulator, also of those that were reset since.
#[derive(Default)]
pub(crate) struct Lookout {
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    kinds: [Kept; SecretKind::ALL.len()],
    /// Made when it is asked for; gone with the next new secret.
    search: Option<Arc<Search>>,
}

#[derive(Default)]
struct Kept {
    oldest_first: VecDeque<Arc<str>>,
    known: HashSet<Arc<str>>,
}

impl Lookout {
    /// Remembers it, if finding it in a page would say anything.
    pub(crate) fn remember(&self, secret: SecretKind, text: &str) {
        if text.len() > LONGEST || !is_telling(text) {
            return;
        }
        let mut memory = self.memory();
        if memory.kinds[secret as usize].add(text) {
            memory.search = None;
        }
    }

    /// Names of the secrets that a text holds, each once.
    pub(crate) fn find_in(&self, text: &str) -> Vec<&'static str> {
        let found = self.search().find_in(text);
        let all = SecretKind::ALL.into_iter();
        all.filter(|secret| found.contains(secret))
            .map(SecretKind::name)
            .collect()
    }

    fn search(&self) -> Arc<Search> {
        let mut memory = self.memory();
        if let Some(search) = &memory.search {
            return Arc::clone(search);
        }
        let secrets = SecretKind::ALL.iter().zip(&memory.kinds);
        let texts = secrets.flat_map(|(secret, kept)| {
            let texts = kept.oldest_first.iter();
            texts.map(|text| (*secret, text.as_ref()))
        });
        let search = Arc::new(Search::of(texts));
        memory.search = Some(Arc::clone(&search));
        search
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// True if it is new.
    fn add(&mut self, text: &str) -> bool {
        if self.known.contains(text) {
            return false;
        }
        if self.oldest_first.len() >= MOST
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.known.remove(&oldest);
        }
        let text: Arc<str> = text.into();
        self.oldest_first.push_back(Arc::clone(&text));
        self.known.insert(text)
    }
}

impl fmt::Debug for Lookout {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Lookout").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_are_remembered_and_each_once() {
        let lookout = Lookout::default();
        let secret = |number: usize| format!("s3cret-{number:05}");
        for number in 0..=MOST {
            lookout.remember(SecretKind::AppSecret, &secret(number));
            lookout.remember(SecretKind::AppSecret, &secret(number));
        }
        let kept = lookout.memory().kinds[SecretKind::AppSecret as usize]
            .known
            .len();
        assert_eq!(kept, MOST);
        assert!(lookout.find_in(&secret(0)).is_empty());
        assert_eq!(lookout.find_in(&secret(1)), ["app_secret"]);
        assert_eq!(lookout.find_in(&secret(MOST)), ["app_secret"]);
        lookout.remember(SecretKind::Password, &"9x".repeat(LONGEST));
        assert!(lookout.find_in(&"9x".repeat(LONGEST)).is_empty());
    }

    #[test]
    fn what_is_remembered_is_never_shown() {
        let lookout = Lookout::default();
        lookout.remember(SecretKind::Password, "CANARY-1");
        assert!(!lookout.find_in("CANARY-1").is_empty());
        assert!(!format!("{lookout:?}").contains("CANARY"));
    }
}
