//! How an endpoint that does not answer is spared, and one that is back is not hammered.
//!
//! [`Breaker`] and [`RateCap`] are pure: time comes in as an argument, and nothing in them waits.

mod circuit;
mod gate;
mod rate_cap;

pub use circuit::{Breaker, Ended, Policy, Ticket, Turn};
pub(crate) use gate::{Gate, Pass};
pub use rate_cap::RateCap;
