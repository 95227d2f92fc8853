//! Needless token calls that come at even intervals are a timer's, whoever happened to pay meanwhile.

use jiff::SignedDuration;

use super::token_call::{Blame, TokenCall, Why};

/// Nobody's timer is quicker.
const QUICKEST: SignedDuration = SignedDuration::from_secs(2);
/// How many there must be to see a pattern.
const PATTERN: usize = 2;

/// Puts them down to nobody.
pub(super) fn review(calls: &mut [TokenCall<'_>]) {
    let intervals: Vec<_> = calls
        .windows(2)
        .filter(|pair| is_needless(&pair[1]))
        .map(|pair| pair[1].exchange.at.duration_since(pair[0].exchange.at))
        .collect();
    if is_even(intervals) {
        for call in calls.iter_mut().filter(|call| is_needless(call)) {
            call.why = Why::Blame(Blame::Idle);
        }
    }
}

/// One that comes after a restart may be the timer's too.
fn is_needless(call: &TokenCall<'_>) -> bool {
    matches!(
        call.why,
        Why::Blame(Blame::Second(_) | Blame::Idle | Blame::Restart)
    )
}

/// Two thirds lie within a tenth of the middle one.
fn is_even(mut intervals: Vec<SignedDuration>) -> bool {
    intervals.sort_unstable();
    let Some(middle) = intervals.get(intervals.len() / 2).copied() else {
        return false;
    };
    let tenth = middle / 10;
    let near = intervals
        .iter()
        .filter(|interval| (**interval - middle).abs() <= tenth)
        .count();
    middle >= QUICKEST && near >= PATTERN && near * 3 >= intervals.len() * 2
}
