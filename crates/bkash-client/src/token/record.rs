//! What a store knows of one account, and how it decides: pure, so that every store decides alike.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::window::CallWindow;
use super::{Begin, CallEnd, Finish, Intent, Permit, StoredTokens, TokenSet};

/// One account's state.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// 0 before the first tokens.
    pub(super) version: i64,
    pub(super) tokens: Option<TokenSet>,
    pub(super) calls: CallWindow,
    pub(super) lease: Option<Lease>,
    pub(super) last_lease_id: i64,
}

/// Somebody's right to call, until it ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lease {
    pub(super) id: i64,
    pub(super) ends_at: Timestamp,
}

impl Record {
    pub(super) fn stored(&self, as_of: Timestamp) -> Option<StoredTokens> {
        let tokens = self.tokens.clone()?;
        Some(StoredTokens {
            version: self.version,
            tokens,
            as_of,
        })
    }

    /// Tells a change from none; tokens change with their version.
    #[cfg(any(feature = "postgres", feature = "redis", feature = "sqlite"))]
    pub(super) fn outline(&self) -> impl PartialEq + use<> {
        let calls = self.calls.calls().to_vec();
        (self.version, calls, self.lease, self.last_lease_id)
    }

    pub(super) fn begin_call(&mut self, intent: &Intent, now: Timestamp) -> Begin {
        let now = whole_millisecond(now);
        if self.version != intent.seen_version
            && let Some(stored) = self.stored(now)
        {
            return Begin::Newer(stored);
        }
        if let Some(retry_after) = self.lease_left(now, intent.lease) {
            return Begin::Busy { retry_after };
        }
        self.calls = CallWindow::new(self.calls.calls().iter().copied(), now);
        let ends_at = whole_millisecond(after(now, intent.lease));
        if let Err(next_allowed) =
            self.calls
                .count(intent.calls_per_hour, now, ends_at, intent.spare_by)
        {
            return Begin::Exhausted { next_allowed };
        }
        self.last_lease_id += 1;
        self.lease = Some(Lease {
            id: self.last_lease_id,
            ends_at,
        });
        Begin::Go(Permit {
            lease_id: self.last_lease_id,
            seen_version: self.version,
            began_at: now,
            ends_at,
        })
    }

    pub(super) fn finish(&mut self, permit: &Permit, end: CallEnd, now: Timestamp) -> Finish {
        self.lease = self.lease.filter(|lease| lease.id != permit.lease_id);
        let tokens = match end {
            CallEnd::Tokens(tokens) => tokens,
            // Perhaps unanswered: then it may still be on its way, so it counts by the end of its lease.
            CallEnd::NoTokens => return Finish::Released,
            CallEnd::NeverLeft => {
                self.calls.never_left(permit.ends_at);
                return Finish::Released;
            }
        };
        self.calls.ended(permit.ends_at, now);
        let superseded = self.version != permit.seen_version;
        if !superseded {
            self.version += 1;
            self.tokens = Some(tokens);
        }
        match self.stored(now) {
            Some(stored) if superseded => Finish::Superseded(stored),
            Some(stored) => Finish::Kept(stored),
            None => Finish::Released,
        }
    }

    /// What is left of another's lease. One that would last longer than any call takes is left
    /// over from before the clock leapt back: it is shortened.
    fn lease_left(&mut self, now: Timestamp, longest: Duration) -> Option<Duration> {
        let lease = self.lease.as_mut()?;
        let left = Duration::try_from(lease.ends_at.duration_since(now)).unwrap_or_default();
        if left > longest {
            lease.ends_at = after(now, longest);
        }
        (!left.is_zero()).then(|| left.min(longest))
    }
}

/// Stores keep whole milliseconds: a permit must name the moment that was stored, or its call is not found again.
fn whole_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// Saturates at the end of time.
pub(super) fn after(now: Timestamp, span: Duration) -> Timestamp {
    let span = SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX);
    now.saturating_add(span).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEASE: Duration = Duration::from_secs(35);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_765_000_000 + seconds).unwrap()
    }

    fn intent(seen_version: i64) -> Intent {
        Intent {
            seen_version,
            calls_per_hour: 2,
            lease: LEASE,
            spare_by: None,
        }
    }

    fn tokens(issued: i64) -> TokenSet {
        TokenSet {
            id_token: format!("id {issued}").into(),
            issued_at: at(issued),
            expires_at: at(issued + 3600),
            refresh_token: None,
            refresh_issued_at: at(issued),
        }
    }

    fn go(begin: Begin) -> Permit {
        match begin {
            Begin::Go(permit) => permit,
            other => panic!("expected to go: {other:?}"),
        }
    }

    #[test]
    fn a_second_caller_waits_for_the_first() {
        let mut record = Record::default();
        let permit = go(record.begin_call(&intent(0), at(0)));
        let busy = record.begin_call(&intent(0), at(5));
        assert!(
            matches!(busy, Begin::Busy { retry_after } if retry_after == Duration::from_secs(30)),
            "{busy:?}"
        );
        assert!(matches!(
            record.finish(&permit, CallEnd::Tokens(tokens(0)), at(6)),
            Finish::Kept(_)
        ));
        assert!(
            matches!(record.begin_call(&intent(0), at(7)), Begin::Newer(it) if it.version == 1)
        );
    }

    #[test]
    fn a_holder_that_died_is_taken_over_and_its_call_stays_counted() {
        let mut record = Record::default();
        let dead = go(record.begin_call(&intent(0), at(0)));
        let heir = go(record.begin_call(&intent(0), at(35)));
        assert!(matches!(
            record.begin_call(&intent(0), at(71)),
            Begin::Exhausted { next_allowed } if next_allowed == Some(at(3635))
        ));
        assert!(matches!(
            record.finish(&heir, CallEnd::Tokens(tokens(35)), at(72)),
            Finish::Kept(_)
        ));
        // The dead one wakes after all: what its heir stored stands.
        let late = record.finish(&dead, CallEnd::Tokens(tokens(0)), at(73));
        assert!(matches!(late, Finish::Superseded(it) if it.tokens.issued_at == at(35)));
    }

    #[test]
    fn a_failed_call_frees_the_lease_and_keeps_the_tokens() {
        let mut record = Record {
            version: 4,
            tokens: Some(tokens(0)),
            ..Record::default()
        };
        let permit = go(record.begin_call(&intent(4), at(10)));
        assert!(matches!(
            record.finish(&permit, CallEnd::NoTokens, at(11)),
            Finish::Released
        ));
        assert_eq!(record.stored(at(11)).map(|stored| stored.version), Some(4));
        go(record.begin_call(&intent(4), at(12)));
    }

    #[test]
    fn a_call_that_never_left_gives_back_its_own_count_and_no_other_s() {
        // How the first of two calls ended, by when, and how many are counted once the second is under way.
        let table = [
            (CallEnd::NeverLeft, 2, 1),
            (CallEnd::NeverLeft, 90, 1),
            (CallEnd::NoTokens, 2, 2),
            (CallEnd::NoTokens, 90, 2),
        ];
        for (end, ended, counted) in table {
            let told = format!("{end:?} after {ended} s");
            let mut record = Record::default();
            let first = go(record.begin_call(&intent(0), at(0)));
            // Ended in time, or once its lease had run out and another held one.
            let second = if ended < 35 {
                record.finish(&first, end, at(ended));
                go(record.begin_call(&intent(0), at(ended)))
            } else {
                let second = go(record.begin_call(&intent(0), at(60)));
                record.finish(&first, end, at(ended));
                second
            };
            assert_eq!(record.calls.calls().len(), counted, "{told}");
            assert_eq!(record.calls.calls().last(), Some(&second.ends_at), "{told}");
            let lease = record.lease.map(|lease| lease.id);
            assert_eq!(lease, Some(second.lease_id), "{told}");
            assert_eq!(record.version, 0, "{told}");
        }
    }

    #[test]
    fn a_call_that_never_left_and_is_no_longer_counted_gives_nothing_back() {
        let mut record = Record::default();
        let first = go(record.begin_call(&intent(0), at(0)));
        let second = go(record.begin_call(&intent(0), at(7200)));
        record.finish(&first, CallEnd::NeverLeft, at(7201));
        assert_eq!(record.calls.calls(), [second.ends_at]);
    }

    #[test]
    fn a_lease_from_before_the_clock_leapt_back_lasts_no_longer_than_a_call() {
        let mut record = Record::default();
        let _ = go(record.begin_call(&intent(0), at(86_400)));
        let busy = record.begin_call(&intent(0), at(0));
        assert!(
            matches!(busy, Begin::Busy { retry_after } if retry_after == LEASE),
            "{busy:?}"
        );
        go(record.begin_call(&intent(0), at(36)));
    }
}
