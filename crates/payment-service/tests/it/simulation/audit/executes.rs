use std::collections::BTreeMap;

use super::super::weather::Weather;
use super::super::wire::Seen;
use super::Facts;

/// What was turned away for its token is sent once more with another one.
pub(super) fn executes(facts: &Facts) -> impl Iterator<Item = (&str, &Seen)> {
    let sent = facts.sent.iter().filter(|seen| seen.call == "execute");
    sent.filter(|seen| seen.weather != Weather::Unauthorized)
        .map(|seen| (seen.payment_id.as_deref().unwrap_or_default(), seen))
}

/// Nothing is executed before its payer has come back with success and the right secret.
pub(super) fn approved(facts: &Facts) -> Vec<String> {
    let approved = |payment: &str, seen: &Seen| {
        let mut approvals = facts.deeds.approvals.iter();
        approvals.any(|(id, at)| id == payment && *at <= seen.at)
    };
    executes(facts)
        .filter(|(payment, seen)| !approved(payment, seen))
        .map(|(payment, _)| format!("{payment} was executed without a success callback"))
        .collect()
}

pub(super) fn once(facts: &Facts) -> Vec<String> {
    let mut count: BTreeMap<&str, u32> = BTreeMap::new();
    for (payment, _) in executes(facts) {
        *count.entry(payment).or_default() += 1;
    }
    let twice = count.into_iter().filter(|(_, times)| *times > 1);
    twice
        .map(|(payment, times)| format!("{payment} was executed {times} times"))
        .collect()
}

/// No more than this passes between the commit to executing and the write, by the rules of money.
const WRITTEN_WITHIN_S: u64 = 10;

/// The instance that sends it has committed it as executing, and not long ago.
pub(super) fn committed_first(facts: &Facts) -> Vec<String> {
    let sent = executes(facts);
    sent.filter(|(gateway_payment, seen)| {
        let ours = facts.payment_of(gateway_payment);
        let mut commits = facts.changes.iter().filter(|change| {
            change.status == "executing" && Some(change.id.as_str()) == ours && change.by == seen.by
        });
        // A repeat after 401 may be later: what is asked of it is the commit.
        let repeated = facts.sent.iter().any(|other| {
            other.weather == Weather::Unauthorized
                && other.payment_id.as_deref() == Some(gateway_payment)
        });
        !commits.any(|commit| {
            let age = seen.at.checked_sub(commit.at);
            age.is_some_and(|age| repeated || age.as_secs() <= WRITTEN_WITHIN_S)
        })
    })
    .map(|(payment, seen)| format!("{payment} was sent by {} without its commit", seen.by))
    .collect()
}
