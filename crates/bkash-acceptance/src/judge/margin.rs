//! A shop may renew a fixed time before the end. With tokens that live for seconds that can mean at
//! any time; but then no call uses a token that has less left.

use jiff::SignedDuration;

use super::token_call::{Blame, Cause, Issued, TokenCall, Why};
use crate::record::Record;

/// Between the shop's look at its token and the call's arrival.
const ON_THE_WAY: SignedDuration = SignedDuration::from_millis(100);
/// A token that was just issued is used whatever it has left, first of all by whom it was issued for.
const JUST_ISSUED: SignedDuration = SignedDuration::from_millis(250);
/// Before a shop that has much to do at once gets to the call that it fetched a token for.
const ON_ITS_DESK: SignedDuration = SignedDuration::from_secs(1);
/// One or two early refreshes may be a second process with a margin of its own.
const TOO_MANY_REFRESHES: usize = 3;

/// Puts early renewals that no margin explains down to a second token; and early grants of a shop that fetches
/// tokens for no reason at other times too.
pub(super) fn review(record: &Record, calls: &mut [TokenCall<'_>]) {
    let needless = calls
        .iter()
        .any(|call| matches!(call.why, Why::Blame(Blame::Second(_) | Blame::Idle)));
    let [for_grants, for_refreshes] =
        [JUST_ISSUED, ON_ITS_DESK].map(|held| least_left(record, calls, held));
    let unexplained = |call: &TokenCall<'_>| match &call.why {
        Why::Cause(Cause::Early(token)) => {
            let left = token.left_at(call.exchange.at);
            let least = match call.exchange.endpoint == "token_grant" {
                true => for_grants,
                false => for_refreshes,
            };
            least.is_some_and(|least| left > least + ON_THE_WAY)
        }
        _ => false,
    };
    let is_grant = |call: &TokenCall<'_>| call.exchange.endpoint == "token_grant";
    let refreshes = calls
        .iter()
        .filter(|call| unexplained(call) && !is_grant(call))
        .count();
    for call in calls {
        let counts = match is_grant(call) {
            true => needless || unexplained(call),
            false => refreshes >= TOO_MANY_REFRESHES && unexplained(call),
        };
        if counts && let Why::Cause(Cause::Early(token)) = call.why {
            call.why = Why::Blame(Blame::Second(token));
        }
    }
}

/// The least that a token had left when it was used and not renewed first, by calls later than `held` after it came.
/// Whoever asks what became of a call may still hold the token of that call.
fn least_left(
    record: &Record,
    calls: &[TokenCall<'_>],
    held: SignedDuration,
) -> Option<SignedDuration> {
    let issued = calls.iter().filter_map(|call| Issued::by(call.exchange));
    let left = issued.flat_map(|token| {
        token
            .uses(&record.journal)
            .skip(1)
            .filter(|call| !matches!(call.endpoint.as_str(), "query" | "refund_status"))
            .filter(move |call| call.at.duration_since(token.from) >= held)
            .map(move |call| token.left_at(call.at))
    });
    left.min()
}
