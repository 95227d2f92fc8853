//! Every token call is put down to one cause, or to one mistake.

use jiff::SignedDuration;

use super::token_call::{Blame, Cause, Issued, TokenCall, Why, is_refused};
use super::{margin, needless, timer};
use crate::record::{Exchange, Record};
use crate::story::Story;

/// On a busy machine a shop may have looked for a token so long before it asks for one.
const RACE: SignedDuration = SignedDuration::from_millis(1_500);
/// A hang-up is seen a little later than it is made.
const SLACK: SignedDuration = SignedDuration::from_secs(1);
/// A margin that shops may keep, whatever a token lives.
const MARGIN: SignedDuration = SignedDuration::from_mins(10);
/// A token that is fetched for a call is used at once, even on a busy machine.
const AT_ONCE: SignedDuration = SignedDuration::from_secs(3);
/// So many refusals within so long a time are not met by another try.
const STORM: usize = 3;
const STORM_LASTS: SignedDuration = SignedDuration::from_secs(30);

/// All token calls, oldest first.
pub(super) fn token_calls(record: &Record) -> Vec<TokenCall<'_>> {
    let mut calls: Vec<TokenCall<'_>> = Vec::new();
    for exchange in record.journal.token_calls() {
        let why = match race(record, &calls, exchange) {
            Some(cause) => Why::Blame(Blame::Race(cause)),
            None => why(record, &calls, exchange),
        };
        calls.push(TokenCall { exchange, why });
    }
    margin::review(record, &mut calls);
    needless::review(record, &mut calls);
    timer::review(&mut calls);
    calls
}

/// The cause of an earlier call that this one doubles. A 401 to what that call brought is a cause of its own.
fn race<'a>(record: &Record, before: &[TokenCall<'a>], call: &Exchange) -> Option<Cause<'a>> {
    before.iter().rev().find_map(|earlier| {
        let Why::Cause(cause) = &earlier.why else {
            return None;
        };
        if is_after_restart(record, call) != is_after_restart(record, earlier.exchange) {
            return None;
        }
        let since_its_end = call.at.duration_since(earlier.exchange.ended_at());
        let doubled = match Issued::by(earlier.exchange) {
            Some(token) => {
                since_its_end < race_lasts(record, cause, &token, call)
                    && !was_turned_away(record, &token, call)
            }
            None => since_its_end < -SLACK,
        };
        doubled.then(|| cause.clone())
    })
}

/// How long after a call's end another one may still belong to the same race. A token of seconds may be
/// refreshed at any time, and payers who come after the crowd of a cold start are no part of it.
fn race_lasts(
    record: &Record,
    cause: &Cause<'_>,
    token: &Issued<'_>,
    call: &Exchange,
) -> SignedDuration {
    let crowd = record.of(Story::ColdStart).map(|visit| visit.exchanges.1);
    let after_the_crowd = crowd.max().is_none_or(|last| call.id > last);
    let may_be_early = call.endpoint == "token_refresh" && token.left_at(call.at) <= MARGIN;
    let is_first = matches!(cause, Cause::None);
    match is_first && after_the_crowd || may_be_early {
        true => SignedDuration::ZERO,
        false => RACE,
    }
}

fn why<'a>(record: &'a Record, before: &[TokenCall<'a>], call: &'a Exchange) -> Why<'a> {
    let failed: Vec<_> = before
        .iter()
        .rev()
        .map(|earlier| earlier.exchange)
        .take_while(|earlier| !earlier.succeeded())
        .collect();
    if !failed.is_empty() {
        return after_failures(&failed, call);
    }
    let current = before
        .iter()
        .rev()
        .find_map(|earlier| Issued::by(earlier.exchange));
    let Some(current) = current else {
        return Why::Cause(Cause::None);
    };
    if current.is_due(call.at) {
        return Why::Cause(Cause::Due(current));
    }
    // Whoever waited for an answer in vain while another got a token may try again.
    let in_vain = before.iter().any(|earlier| {
        let ended_at = earlier.exchange.ended_at();
        !earlier.exchange.succeeded()
            && current.from.duration_since(ended_at) < RACE
            && call.at.duration_since(ended_at) < RACE
    });
    if in_vain {
        return Why::Cause(Cause::Failed);
    }
    if was_turned_away(record, &current, call) {
        return Why::Cause(Cause::Unauthorized(current));
    }
    if call.endpoint == "token_grant" && is_for_refunds(record, call) {
        return Why::Blame(Blame::Refund);
    }
    if current.left_at(call.at) <= MARGIN {
        return Why::Cause(Cause::Early(current));
    }
    Why::Blame(blame(record, call, current))
}

fn was_turned_away(record: &Record, token: &Issued<'_>, call: &Exchange) -> bool {
    let turned_away = token.turned_away(&record.journal);
    turned_away.is_some_and(|it| it.id < call.id)
}

/// One more is lawful; the same refresh after its refusal is not, nor is a storm. The newest failure comes first.
fn after_failures<'a>(failed: &[&Exchange], call: &Exchange) -> Why<'a> {
    let recent = failed
        .iter()
        .filter(|earlier| call.at.duration_since(earlier.at) < STORM_LASTS);
    let same_again = failed.first().is_some_and(|last| {
        let refresh = "token_refresh";
        last.endpoint == refresh
            && call.endpoint == refresh
            && is_refused(last)
            && last.asked("refresh_token") == call.asked("refresh_token")
            && call.at.duration_since(last.at) < STORM_LASTS
    });
    if same_again || recent.count() >= STORM {
        Why::Blame(Blame::Storm)
    } else {
        Why::Cause(Cause::Failed)
    }
}

/// What a needless call is a sign of: whoever used its token tells.
fn blame<'a>(record: &'a Record, call: &'a Exchange, current: Issued<'a>) -> Blame<'a> {
    if is_after_restart(record, call) {
        return Blame::Restart;
    }
    let Some(issued) = Issued::by(call) else {
        return Blame::Idle;
    };
    let mut uses = issued.uses(&record.journal).peekable();
    let Some(first) = uses.peek() else {
        return Blame::Idle;
    };
    let at_once = first.at.duration_since(issued.from) < AT_ONCE;
    if is_for_refunds(record, call) {
        return Blame::Refund;
    }
    match at_once {
        true => Blame::Second(current),
        false => Blame::Idle,
    }
}

/// Whether its token is used, and by refunds alone.
fn is_for_refunds(record: &Record, call: &Exchange) -> bool {
    let uses = Issued::by(call).map(|issued| issued.uses(&record.journal));
    let mut uses = uses.into_iter().flatten().peekable();
    uses.peek().is_some()
        && uses.all(|call| matches!(call.endpoint.as_str(), "refund" | "refund_status"))
}

/// After the last exchange that any payer before the restart could see.
pub(super) fn is_after_restart(record: &Record, call: &Exchange) -> bool {
    let restarted = record
        .visits
        .iter()
        .any(|visit| visit.story == Story::Restarted);
    let before = record
        .visits
        .iter()
        .filter(|visit| visit.story != Story::Restarted)
        .map(|visit| visit.exchanges.1)
        .max();
    restarted && before.is_some_and(|last| call.id > last)
}
