//! Why a checkout does not reach the hosted page: what happened, and the likely reason.
//!
//! What the gateway heard weighs more than what the browser saw: a shop that shows an error page may have been refused.

mod arrival;
mod call;
mod page;
mod quote;
mod reply;
mod scene;

pub use scene::{Scene, why};
