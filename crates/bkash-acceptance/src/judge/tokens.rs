use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::journal::{Exchange, Journal};
use crate::verdict::Finding;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// A renewal in the last tenth of a token's hour is lawful, so that much early is not a second token.
const EARLIEST_RENEWAL: SignedDuration = SignedDuration::from_mins(50);
const CALLS_AN_HOUR: usize = 2;

pub(crate) fn one_token_serves_everybody(journal: &Journal) -> Finding {
    let mut first_use: BTreeMap<&str, (Timestamp, u64)> = BTreeMap::new();
    let mut calls = 0_usize;
    for (exchange, token) in journal.with_token() {
        calls += 1;
        first_use.entry(token).or_insert((exchange.at, exchange.id));
    }
    if calls < 2 {
        return Finding::not_judged("fewer than two calls carried a token");
    }
    let mut uses: Vec<_> = first_use.into_values().collect();
    uses.sort_unstable();
    let too_soon = uses.windows(2).find(|pair| {
        let (first, second) = (pair[0], pair[1]);
        second.0.duration_since(first.0) < EARLIEST_RENEWAL
            && !renewed_for_cause(journal, first, second)
    });
    match too_soon {
        Some(pair) => Finding::failed(
            "a second id_token was used while the first was still good",
            vec![pair[0].1, pair[1].1],
        ),
        None => Finding::passed(format!("id_tokens used by {calls} calls: {}", uses.len())),
    }
}

/// A 401 between the two says that the first was not good any more.
fn renewed_for_cause(journal: &Journal, first: (Timestamp, u64), second: (Timestamp, u64)) -> bool {
    journal.all().any(|exchange| {
        exchange.is_unauthorized() && exchange.id > first.1 && exchange.id < second.1
    })
}

pub(crate) fn refresh_instead_of_grant(journal: &Journal) -> Finding {
    let calls = journal.token_calls();
    let good: Vec<_> = calls.iter().filter(|call| call.succeeded()).collect();
    if good.len() < 2 {
        return Finding::not_judged("no token was renewed");
    }
    let needless = good
        .iter()
        .skip(1)
        .find(|call| call.endpoint == "token_grant" && !refresh_refused_before(&calls, call));
    match needless {
        Some(grant) => Finding::failed(
            "a token was granted where one could be refreshed",
            vec![grant.id],
        ),
        None => Finding::passed("tokens were renewed by refresh"),
    }
}

fn refresh_refused_before(calls: &[&Exchange], grant: &Exchange) -> bool {
    let before = calls.iter().rev().find(|call| call.id < grant.id);
    before.is_some_and(|call| call.endpoint == "token_refresh" && !call.succeeded())
}

pub(crate) fn at_most_two_calls_an_hour(journal: &Journal) -> Finding {
    let calls = journal.token_calls();
    if calls.is_empty() {
        return Finding::not_judged("no token call was seen");
    }
    let crowded = calls.windows(CALLS_AN_HOUR + 1).find(|window| {
        let (first, last) = (window[0], window[CALLS_AN_HOUR]);
        last.at.duration_since(first.at) < HOUR
    });
    match crowded {
        Some(window) => Finding::failed(
            "more than two token calls within an hour",
            window.iter().map(|call| call.id).collect(),
        ),
        None => Finding::passed(format!(
            "token calls: {}, never more than two in an hour",
            calls.len()
        )),
    }
}
