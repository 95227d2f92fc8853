//! Every state against every event.

use std::collections::BTreeSet;

use payment_core::payment::{
    Concern, Decision, Effect, Payment, PaymentState, Verdict, transition,
};

use crate::table::{Actual, assert_matches};
use crate::{payment_events, payment_states};

#[test]
fn every_payment_state_answers_every_event_as_the_table_says() {
    let states = payment_states::samples();
    let events = payment_events::samples();
    let outcome = states
        .iter()
        .flat_map(|(state, payment, now)| {
            events.iter().map(move |(event, happened)| {
                let verdict = transition(payment, happened.clone(), *now);
                ((*state, *event), describe(payment, &verdict))
            })
        })
        .collect();
    let actual = Actual {
        states: states.iter().map(|(name, ..)| *name).collect(),
        events: events.iter().map(|(name, _)| *name).collect(),
        outcome,
    };
    assert_matches(include_str!("tables/payment.txt"), &actual);
}

#[test]
fn the_table_has_a_sample_of_every_state_and_every_event() {
    let states: BTreeSet<_> = payment_states::samples()
        .iter()
        .map(|(_, payment, _)| payment_states::kind(&payment.state))
        .collect();
    assert_eq!(states, payment_states::KINDS.into());
    let events: BTreeSet<_> = payment_events::samples()
        .iter()
        .map(|(_, event)| payment_events::kind(event))
        .collect();
    assert_eq!(events, payment_events::KINDS.into());
}

fn describe(before: &Payment, verdict: &Verdict) -> String {
    let decision = match verdict {
        Verdict::Keep(why) => return format!("keep({})", why.as_str()),
        Verdict::Change(decision) => decision,
    };
    let mut parts = vec![format!("-> {}", state(&decision.next.state))];
    parts.extend(decision.effects.iter().map(|effect| match effect {
        Effect::CallExecute(id) => format!("EXECUTE {id}"),
        Effect::CallQuery(id) => format!("QUERY {id}"),
    }));
    parts.extend(decision.entries.iter().map(|entry| {
        let trx_id = entry.trx_id.as_ref().map_or("no trxID", |id| id.as_str());
        format!("post {} {} {trx_id}", entry.movement.as_str(), entry.amount)
    }));
    parts.extend(
        decision
            .notices
            .iter()
            .map(|notice| format!("tell {}", notice.as_str())),
    );
    parts.extend(marks(before, decision));
    parts.join("; ")
}

fn state(state: &PaymentState) -> String {
    match state {
        PaymentState::Unresolved(open) => format!(
            "unresolved({} queries{}, {} initiated{})",
            open.queries,
            if open.asking { ", asking" } else { "" },
            open.initiated_answers,
            if open.retry_allowed {
                ", retry allowed"
            } else {
                ""
            },
        ),
        PaymentState::Completed(settled) => {
            format!("completed({} {})", settled.trx_id, settled.moved)
        }
        PaymentState::Held(held) => format!("held({} in suspense)", held.in_suspense),
        PaymentState::Declined { refusal, .. } => format!("declined({})", refusal.code),
        other => payment_states::kind(other).to_owned(),
    }
}

fn marks(before: &Payment, decision: &Decision) -> Vec<String> {
    let next = &decision.next;
    let mut marks = Vec::new();
    if next.attention != before.attention {
        marks.push(match &next.attention {
            None => "attention over".to_owned(),
            Some(attention) => format!("attention {}", concern(&attention.concern)),
        });
    }
    if next.superseded_by != before.superseded_by {
        marks.push("superseded".to_owned());
    }
    if before.claims_invoice() && !next.claims_invoice() {
        marks.push("invoice released".to_owned());
    }
    marks
}

fn concern(concern: &Concern) -> String {
    match concern {
        Concern::LateCompletion => "late completion".to_owned(),
        Concern::NeverAnswered => "never answered".to_owned(),
        Concern::SupersededCompletion { .. } => "superseded completion".to_owned(),
        Concern::Mismatch { points } => format!("mismatch {points:?}"),
        Concern::Contradiction { said } => format!("contradiction {said}"),
        Concern::SecondTransaction { trx_id } => format!("second transaction {trx_id}"),
    }
}
