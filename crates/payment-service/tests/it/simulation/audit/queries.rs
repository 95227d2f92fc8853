use std::collections::BTreeMap;
use std::time::Duration;

use super::super::luck::About;
use super::super::weather::Weather;
use super::super::wire::Seen;
use super::Facts;

fn queries(facts: &Facts) -> impl Iterator<Item = (&str, &Seen)> {
    let sent = facts.sent.iter().filter(|seen| seen.call == "query");
    sent.map(|seen| (seen.payment_id.as_deref().unwrap_or_default(), seen))
}

/// A query follows an execute of its payment that brought no usable answer, or whose answer was lost on our
/// own side: the instance died, stalled in one of its commits or over the token of a repeat after 401, or could
/// not commit it.
pub(super) fn after_lost_execute(facts: &Facts) -> Vec<String> {
    queries(facts)
        .filter(|(payment, query)| {
            !answer_was_lost(facts, payment, query.at) && !instance_failed(facts, payment, query.at)
        })
        .map(|(payment, _)| format!("{payment} was queried after an answered execute"))
        .collect()
}

fn answer_was_lost(facts: &Facts, payment: &str, before: Duration) -> bool {
    facts.sent.iter().any(|seen| {
        seen.call == "execute"
            && seen.payment_id.as_deref() == Some(payment)
            && seen.at <= before
            && !seen.weather.is_answered()
            && seen.weather != Weather::Unauthorized
    })
}

fn instance_failed(facts: &Facts, gateway_payment: &str, before: Duration) -> bool {
    let Some(ours) = facts.payment_of(gateway_payment) else {
        return false;
    };
    let executing = facts
        .changes
        .iter()
        .find(|change| change.id == ours && change.status == "executing" && change.at <= before);
    let payment = About::Payment(ours.to_owned());
    executing.is_some_and(|commit| {
        facts.mishaps.iter().any(|mishap| {
            mishap.to == commit.by
                && mishap.at >= commit.at
                && mishap.at <= before
                && (mishap.death || mishap.about == About::Token || mishap.about == payment)
        })
    })
}

/// By the rules of money; one that was turned away for its token is not counted.
const MOST: u32 = 15;

pub(super) fn at_most_fifteen(facts: &Facts) -> Vec<String> {
    let mut asked: BTreeMap<&str, u32> = BTreeMap::new();
    for (payment, query) in queries(facts) {
        if query.weather != Weather::Unauthorized {
            *asked.entry(payment).or_default() += 1;
        }
    }
    let too_often = asked.into_iter().filter(|(_, times)| *times > MOST);
    too_often
        .map(|(payment, times)| format!("{payment} was queried {times} times"))
        .collect()
}
