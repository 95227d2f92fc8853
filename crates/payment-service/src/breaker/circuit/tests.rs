use proptest::prelude::*;

use super::*;

const POLICY: Policy = Policy {
    failures: 3,
    first_pause: Duration::from_secs(1),
    longest_pause: Duration::from_secs(10),
};

#[derive(Debug)]
struct Always(u8);

impl Random for Always {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }
}

const LONGEST: Always = Always(0);

use Ended::{Answered, Failed, NotMade};

/// A breaker whose calls have ended so, one after the other, each at `now`.
fn after(ends: &[Ended], now: Instant) -> Breaker {
    let mut breaker = Breaker::new(POLICY);
    for ended in ends {
        let ticket = breaker.admit(now).unwrap();
        let _ = breaker.ended(ticket, *ended, now, &LONGEST);
    }
    breaker
}

#[test]
fn only_failures_in_a_row_open_it() {
    for (ends, opens) in [
        (&[][..], false),
        (&[Failed, Failed], false),
        (&[Failed, Failed, Failed], true),
        (&[Failed, Failed, Answered, Failed, Failed], false),
        (&[Failed, Failed, NotMade, Failed], true),
        (&[NotMade, NotMade, NotMade, NotMade], false),
    ] {
        assert_eq!(after(ends, Instant::now()).is_open(), opens, "{ends:?}");
    }
}

#[test]
fn each_probe_that_fails_doubles_the_pause_up_to_the_longest() {
    for (random, part) in [(Always(0), 1.0), (Always(255), 0.75)] {
        let mut now = Instant::now();
        let mut breaker = Breaker::new(POLICY);
        for _ in 0..3 {
            let ticket = breaker.admit(now).unwrap();
            let _ = breaker.ended(ticket, Failed, now, &random);
        }
        for whole in [1.0, 2.0, 4.0, 8.0, 10.0, 10.0] {
            let pause = breaker.refuses_for(now).unwrap();
            assert_eq!(pause, Duration::from_secs_f64(whole * part));
            assert_eq!(breaker.admit(now).unwrap_err(), pause);
            now += pause;
            let probe = breaker.admit(now).unwrap();
            assert_eq!(breaker.ended(probe, Failed, now, &random), None);
        }
    }
}

#[test]
fn a_probe_that_is_answered_closes_it_and_the_next_outage_begins_with_the_first_pause() {
    let start = Instant::now();
    let mut breaker = after(&[Failed, Failed, Failed], start);
    let mut now = start + Duration::from_secs(1);
    for ended in [Failed, Answered] {
        let probe = breaker.admit(now).unwrap();
        let turn = breaker.ended(probe, ended, now, &LONGEST);
        assert_eq!(turn, (ended == Answered).then_some(Turn::Closed));
        now += Duration::from_secs(2);
    }
    let mut turns = Vec::new();
    for _ in 0..3 {
        let ticket = breaker.admit(now).unwrap();
        turns.push(breaker.ended(ticket, Failed, now, &LONGEST));
    }
    assert_eq!(turns, [None, None, Some(Turn::Opened)]);
    assert_eq!(breaker.refuses_for(now), Some(Duration::from_secs(1)));
}

#[test]
fn a_probe_that_was_not_made_leaves_its_place_to_the_next() {
    let start = Instant::now();
    let mut breaker = after(&[Failed, Failed, Failed], start);
    let now = start + Duration::from_secs(1);
    let probe = breaker.admit(now).unwrap();
    assert!(breaker.admit(now).is_err());
    assert_eq!(breaker.ended(probe, NotMade, now, &LONGEST), None);
    assert!(breaker.is_open());
    let _probe = breaker.admit(now).unwrap();
}

#[test]
fn a_call_from_before_the_outage_neither_closes_it_nor_lengthens_it() {
    for late in [Answered, Failed] {
        let start = Instant::now();
        let mut breaker = Breaker::new(POLICY);
        let slow = breaker.admit(start).unwrap();
        for _ in 0..3 {
            let ticket = breaker.admit(start).unwrap();
            let _ = breaker.ended(ticket, Failed, start, &LONGEST);
        }
        assert_eq!(breaker.ended(slow, late, start, &LONGEST), None);
        assert_eq!(breaker.refuses_for(start), Some(Duration::from_secs(1)));
    }
}

#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Admit,
    End(prop::sample::Index, Ended),
}

fn step() -> impl Strategy<Value = Step> {
    let ended = prop_oneof![Just(Answered), Just(Failed), Just(Failed), Just(NotMade)];
    prop_oneof![
        (1_u64..4_000).prop_map(Step::Wait),
        Just(Step::Admit),
        (any::<prop::sample::Index>(), ended).prop_map(|(which, ended)| Step::End(which, ended)),
    ]
}

proptest! {
    #[test]
    fn while_it_is_open_one_probe_at_a_time_is_on_its_way_and_a_pause_lies_before_each(
        steps in prop::collection::vec(step(), 1..200)
    ) {
        let mut now = Instant::now();
        let mut breaker = Breaker::new(POLICY);
        // Calls on their way, and whether they were admitted while it was open.
        let mut calls: Vec<(Ticket, bool)> = Vec::new();
        let mut failed_probe_at: Option<Instant> = None;
        for step in steps {
            match step {
                Step::Wait(ms) => now += Duration::from_millis(ms),
                Step::Admit => {
                    let (was_open, refuses) = (breaker.is_open(), breaker.refuses_for(now));
                    let admitted = breaker.admit(now);
                    prop_assert_eq!(admitted.is_err(), refuses.is_some());
                    if let Ok(ticket) = admitted {
                        prop_assert!(!was_open || calls.iter().all(|(_, probe)| !probe));
                        if let (true, Some(at)) = (was_open, failed_probe_at) {
                            prop_assert!(now - at >= POLICY.first_pause);
                        }
                        calls.push((ticket, was_open));
                    }
                }
                Step::End(which, ended) if !calls.is_empty() => {
                    let (ticket, probe) = calls.swap_remove(which.index(calls.len()));
                    let was_open = breaker.is_open();
                    let turn = breaker.ended(ticket, ended, now, &LONGEST);
                    failed_probe_at = match (probe, ended) {
                        (true, Failed) => Some(now),
                        (true, Answered) => None,
                        _ => failed_probe_at,
                    };
                    // Only a probe closes it, and only an answer.
                    prop_assert_eq!(was_open && !breaker.is_open(), probe && ended == Answered);
                    prop_assert_eq!(turn == Some(Turn::Closed), probe && ended == Answered);
                    prop_assert_eq!(turn == Some(Turn::Opened), !was_open && breaker.is_open());
                }
                Step::End(..) => {}
            }
        }
    }
}
