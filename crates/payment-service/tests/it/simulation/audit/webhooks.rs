use std::collections::{BTreeMap, BTreeSet};

use super::super::shop::Told;
use super::super::witness::Change;
use super::Facts;

/// What the shop must be told: type, id and version.
type Message = (String, String, u64);

/// Every change that the rules name has reached the shop.
pub(super) fn every_change_is_told(facts: &Facts) -> Vec<String> {
    let told: BTreeSet<Message> = facts.inbox.iter().map(message).collect();
    let untold = owed(facts).into_iter().filter(|it| !told.contains(it));
    untold
        .map(|(event, id, version)| format!("no {event} of {id} at version {version}"))
        .collect()
}

/// The shop is told of changes that the rules name, with the state that they led to, and of nothing else.
pub(super) fn nothing_is_invented(facts: &Facts) -> Vec<String> {
    let owed = owed(facts);
    let states: BTreeSet<(&str, u64, &str)> = facts
        .changes
        .iter()
        .map(|change| (change.id.as_str(), change.version, change.status))
        .collect();
    let invented = facts.inbox.iter().filter(|told| {
        let state = (told.id.as_str(), told.version, told.status.as_str());
        !owed.contains(&message(told)) || !states.contains(&state)
    });
    invented.map(|told| format!("{told:?}")).collect()
}

/// Whatever comes twice under one `webhook-id` is the same, and nothing comes under two.
pub(super) fn messages_are_constant(facts: &Facts) -> Vec<String> {
    let mut contents: BTreeMap<&str, Message> = BTreeMap::new();
    let mut names: BTreeMap<Message, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for told in &facts.inbox {
        let content = contents
            .entry(&told.message)
            .or_insert_with(|| message(told));
        let name = *names.entry(message(told)).or_insert(&told.message);
        if *content != message(told) || name != told.message {
            found.push(format!("{told:?} came before as {content:?} in {name}"));
        }
    }
    found
}

fn message(told: &Told) -> Message {
    (told.event.clone(), told.id.clone(), told.version)
}

/// The webhooks of the rules of money: each new state but those on the way, a try that has become possible,
/// and each time that a person must look.
fn owed(facts: &Facts) -> BTreeSet<Message> {
    const SILENT: [&str; 5] = ["creating", "awaiting_payer", "executing", "pending", "held"];
    let mut last: BTreeMap<&str, &Change> = BTreeMap::new();
    let mut owed = BTreeSet::new();
    for change in &facts.changes {
        let before = last.insert(&change.id, change);
        let kind = match change.id == change.payment {
            true => "payment",
            false => "refund",
        };
        let mut owe = |event: &str| {
            owed.insert((format!("{kind}.{event}"), change.id.clone(), change.version));
        };
        let entered = before.is_none_or(|before| before.status != change.status);
        let may_retry = change.retry_allowed && before.is_none_or(|before| !before.retry_allowed);
        if (entered || may_retry) && !SILENT.contains(&change.status) {
            owe(change.status);
        }
        let looked = before.and_then(|before| before.attention.as_ref());
        if change.attention.is_some() && change.attention.as_ref() != looked {
            owe("needs_attention");
        }
    }
    owed
}
