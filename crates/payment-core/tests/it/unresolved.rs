//! An execute without an answer: when it is asked about, when it ends, and when a retry is allowed.

use std::cell::Cell;
use std::time::Duration;

use payment_core::Timestamp;
use payment_core::payment::{
    Concern, Effect, Failure, Notice, PayerOutcome, Payment, PaymentEvent, PaymentState,
    PaymentStatus, Unresolved, Verdict, transition,
};

use crate::harness::{awaiting, decide, executing, initiated, opened, returned, seconds};
use crate::payment_states::samples;

fn open(payment: &Payment) -> &Unresolved {
    match &payment.state {
        PaymentState::Unresolved(unresolved) => unresolved,
        other => panic!("not unresolved: {other:?}"),
    }
}

fn due(payment: &Payment) -> Timestamp {
    payment
        .updated_at
        .plus(payment.wake_after().expect("something is left to do"))
}

/// Wakes the payment whenever it is due and lets `answer` follow each query after a second.
fn live(answer: impl Fn() -> PaymentEvent) -> (Vec<Duration>, Payment) {
    let mut asked = Vec::new();
    let mut payment = executing();
    let mut now = due(&payment);
    loop {
        let decision = decide(&payment, PaymentEvent::Woken, now);
        payment = decision.next;
        if let [Effect::CallQuery(_)] = decision.effects.as_slice() {
            asked.push(now.since(seconds(60)));
            now = now.plus(Duration::from_secs(1));
            payment = decide(&payment, answer(), now).next;
        }
        if payment.wake_after().is_none() {
            return (asked, payment);
        }
        now = due(&payment);
    }
}

#[test]
fn it_is_asked_about_fifteen_times_at_most_with_growing_pauses_and_fails_when_its_payment_id_dies()
{
    for answer in [
        PaymentEvent::QueryUnanswered,
        PaymentEvent::QueryAnswered(initiated()),
    ] {
        let (asked, end) = live(|| answer.clone());
        assert_eq!(asked.len(), 15);
        let pauses: Vec<_> = asked.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(pauses.is_sorted(), "{pauses:?}");
        assert!(asked[14] < Duration::from_secs(24 * 3600), "{asked:?}");
        let PaymentState::Failed { failure, .. } = &end.state else {
            panic!("{:?}", end.state);
        };
        assert_eq!(*failure, Failure::NeverResolved);
        assert_eq!(end.updated_at, opened().dies_at());
        // Only the gateway's word that nothing moved ends it in silence.
        let unheard = answer == PaymentEvent::QueryUnanswered;
        let concern = end.attention.map(|attention| attention.concern);
        assert_eq!(concern, unheard.then_some(Concern::NeverAnswered));
    }
}

/// Money was lost in silence here: an execute that was on its way for twenty minutes overtook the last answer.
#[test]
fn initiated_ends_it_in_silence_only_if_the_gateway_said_it_an_hour_after_execute() {
    for (answered, concern) in [(9, Some(Concern::NeverAnswered)), (10, None)] {
        let left = Cell::new(answered);
        let (asked, end) = live(|| match left.get() {
            0 => PaymentEvent::QueryUnanswered,
            more => {
                left.set(more - 1);
                PaymentEvent::QueryAnswered(initiated())
            }
        });
        let heard_late = asked[answered - 1] >= Duration::from_secs(3600);
        assert_eq!(heard_late, concern.is_none(), "{asked:?}");
        assert_eq!(end.status(), PaymentStatus::Failed);
        assert_eq!(end.attention.map(|attention| attention.concern), concern);
    }
}

#[test]
fn a_query_whose_answer_nobody_recorded_is_given_up_and_the_payment_still_comes_to_its_end() {
    let mut payment = executing();
    let mut queries = 0;
    let mut steps = 0;
    while payment.wake_after().is_some() {
        let decision = decide(&payment, PaymentEvent::Woken, due(&payment));
        queries += decision.effects.len();
        payment = decision.next;
        steps += 1;
        assert!(steps < 100, "a busy loop");
    }
    assert_eq!(queries, 15);
    assert_eq!(payment.updated_at, opened().dies_at());
}

#[test]
fn a_first_query_that_waits_for_its_turn_is_due_at_once_and_one_of_the_fifteen_that_are_left() {
    let spared = PaymentEvent::ExecuteUnansweredAskLater;
    let waiting = decide(&executing(), spared, seconds(90));
    assert_eq!(waiting.effects, []);
    assert_eq!(waiting.next.wake_after(), Some(Duration::ZERO));
    let asked = decide(&waiting.next, PaymentEvent::Woken, seconds(4000));
    assert!(matches!(asked.effects[..], [Effect::CallQuery(_)]));
    let at_once = decide(&executing(), PaymentEvent::ExecuteUnanswered, seconds(90)).next;
    assert_eq!(open(&asked.next).queries, open(&at_once).queries);
}

#[test]
fn a_retry_is_allowed_after_five_minutes_and_three_answers_that_nothing_moved() {
    for (answers, age, allowed) in [
        (2, 300, false),
        (3, 299, false),
        (3, 300, true),
        (3, 4000, true),
    ] {
        let mut payment = decide(&executing(), PaymentEvent::ExecuteUnanswered, seconds(90)).next;
        for _ in 1..answers {
            let answer = PaymentEvent::QueryAnswered(initiated());
            payment = decide(&payment, answer, seconds(91)).next;
        }
        let last = PaymentEvent::QueryAnswered(initiated());
        let decision = decide(&payment, last, seconds(60 + age));
        assert_eq!(
            open(&decision.next).retry_allowed,
            allowed,
            "{answers} at {age} s"
        );
        let told = decision.notices.contains(&Notice::PaymentUnresolved);
        assert_eq!(told, allowed, "the shop learns that it may try again");
    }
}

#[test]
fn three_early_answers_allow_a_retry_at_five_minutes_even_if_the_gateway_is_silent_by_then() {
    let mut payment = decide(&executing(), PaymentEvent::ExecuteUnanswered, seconds(90)).next;
    for at in [91, 100, 120] {
        payment = decide(
            &payment,
            PaymentEvent::QueryAnswered(initiated()),
            seconds(at),
        )
        .next;
    }
    let silent = |at| decide(&payment, PaymentEvent::QueryUnanswered, seconds(at)).next;
    assert!(!open(&silent(359)).retry_allowed);
    assert!(open(&silent(360)).retry_allowed);
}

#[test]
fn an_allowed_retry_is_never_taken_back() {
    let (_, payment, now) = samples()
        .into_iter()
        .find(|(name, ..)| *name == "unresolved, retry allowed")
        .unwrap();
    for event in [
        PaymentEvent::QueryUnanswered,
        PaymentEvent::QueryAnswered(initiated()),
        PaymentEvent::Woken,
    ] {
        let decision = decide(&payment, event, now);
        assert!(open(&decision.next).retry_allowed);
        assert!(decision.notices.is_empty(), "the shop knows");
    }
}

/// A payment that is due and kept would be due again at once.
#[test]
fn whatever_is_due_changes_when_it_is_woken() {
    for (name, payment, _) in samples() {
        if payment.wake_after().is_none() {
            assert!(matches!(
                transition(&payment, PaymentEvent::Woken, seconds(90_000)),
                Verdict::Keep(_)
            ));
            continue;
        }
        let verdict = transition(&payment, PaymentEvent::Woken, due(&payment));
        assert!(matches!(verdict, Verdict::Change(_)), "{name}: {verdict:?}");
    }
}

#[test]
fn a_payer_may_come_back_until_the_last_millisecond_before_expiry() {
    let payment = awaiting();
    let last = Timestamp::from_millis(payment.expires_at.as_millis() - 1);
    let success = || returned(PayerOutcome::Success);
    assert_eq!(decide(&payment, success(), last).effects.len(), 1);
    let late = decide(&payment, success(), payment.expires_at);
    assert!(late.effects.is_empty());
    assert_eq!(late.notices, [Notice::PaymentExpired]);
}

#[test]
fn an_expiry_longer_than_the_life_of_a_payment_id_is_cut() {
    let order = opened().order;
    let week = Duration::from_secs(7 * 24 * 3600);
    let payment = Payment::open(
        opened().id,
        opened().account,
        order,
        crate::harness::SECRET,
        week,
        seconds(0),
    );
    assert_eq!(payment.expires_at, payment.dies_at());
}
