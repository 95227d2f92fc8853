//! The calls that may have to wait when the gateway does not answer.
//!
//! Execute and refund have no gate: the payer has approved, the shop has decided, and each is sent once. Token
//! calls have a budget of their own.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bkash_client::Call;

use crate::breaker::{Gate, Policy, RateCap};
use crate::random::Random;

/// Five calls in a row are an outage and not bad luck; a pause of half a minute at most, as a shop that
/// was refused waits for it.
const OUTAGE: Policy = Policy {
    failures: 5,
    first_pause: Duration::from_secs(1),
    longest_pause: Duration::from_secs(30),
};

/// 50 questions a second: a small part of what an instance sends while it sells, and what an outage has left
/// open is asked about at 3,000 a minute.
const QUESTION_EVERY: Duration = Duration::from_millis(20);

/// One for each call of the gateway that is neither the payer's money nor a token.
#[derive(Debug)]
pub(super) struct Gates {
    /// Without a cap: each create is a payer who wants to pay, and nothing piles up behind it.
    pub(super) create: Gate,
    /// Shares its cap with `refund_status`.
    pub(super) query: Gate,
    pub(super) refund_status: Gate,
    /// With a cap of its own: a shop that reads a lot must not hold up what is unresolved.
    pub(super) search: Gate,
}

impl Gates {
    pub(super) fn new(random: &Arc<dyn Random>) -> Self {
        let cap = || Some(Arc::new(Mutex::new(RateCap::one_every(QUESTION_EVERY))));
        let gate = |call, cap| Gate::new(call, OUTAGE, cap, Arc::clone(random));
        let unresolved = cap();
        Self {
            create: gate(Call::Create, None),
            query: gate(Call::Query, unresolved.clone()),
            refund_status: gate(Call::RefundStatus, unresolved),
            search: gate(Call::Search, cap()),
        }
    }

    /// Each call, and whether its breaker is open.
    pub(super) fn all(&self) -> [(Call, bool); 4] {
        [&self.create, &self.query, &self.refund_status, &self.search]
            .map(|gate| (gate.call(), gate.is_open()))
    }
}
