//! Ages and intervals of the rules, as data.

use std::time::Duration;

/// A paymentID can be executed and queried for a day from create. Source: developer portal, Create Payment.
pub const GATEWAY_PAYMENT_LIFE: Duration = Duration::from_secs(24 * 3600);

/// A call whose outcome nobody has recorded this long after its commit is taken for unanswered: 10 s to
/// write, and 30 s each for the exchange, a renewal after 401 and one repeat, leave room to spare.
pub const CALL_LIMIT: Duration = Duration::from_secs(120);

/// A request that could not be written this long after its commit is not sent any more.
pub const SEND_WITHIN: Duration = Duration::from_secs(10);

/// No paymentID is queried more often.
pub const QUERIES_MAX: u32 = 15;

/// An unresolved payment may be tried again by a new one when it is this old ...
pub const RETRY_ALLOWED_AFTER: Duration = Duration::from_secs(300);

/// ... and the gateway has said `Initiated` this often.
pub const RETRY_ALLOWED_ANSWERS: u32 = 3;

/// `Initiated` so long after execute is the gateway's word that nothing moved, and nothing will. What it said
/// earlier may have been overtaken by an execute that was still on its way.
pub(super) const NOT_TAKEN_AFTER: Duration = Duration::from_secs(3600);

/// Seconds from one query to the next; the first follows the lost answer at once.
const QUERY_DELAYS_S: [u64; 14] = [
    5, 15, 40, 60, 180, 300, 600, 1200, 2400, 4800, 9600, 14_400, 18_000, 21_600,
];

/// The wait before query number `done + 1`; `None` when no more are allowed.
pub(super) fn query_delay(done: u32) -> Option<Duration> {
    match done {
        0 => Some(Duration::ZERO),
        QUERIES_MAX.. => None,
        _ => {
            let index = usize::try_from(done - 1).ok()?;
            QUERY_DELAYS_S.get(index).copied().map(Duration::from_secs)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_queries_fit_into_the_life_of_a_gateway_payment() {
        let all: Vec<_> = (0..).map_while(query_delay).collect();
        assert_eq!(all.len(), 15);
        let span: Duration = all.iter().sum();
        assert!(
            span < GATEWAY_PAYMENT_LIFE && span > GATEWAY_PAYMENT_LIFE / 2,
            "{span:?}"
        );
    }

    #[test]
    fn three_answers_are_in_by_the_time_a_retry_may_be_allowed() {
        let third: Duration = (0..4).map_while(query_delay).sum();
        assert!(third < RETRY_ALLOWED_AFTER);
    }
}
