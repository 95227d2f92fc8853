//! A gateway that does not answer for a while: what is spared, what is not, and how the backlog drains.
//!
//! The real engine, client and token keeper, the simulator in process, the store inline, tokio's paused clock.

mod backlog;
mod callbacks;
mod create;
pub(crate) mod gateway;
mod open_breakers;
pub(crate) mod stand;
mod token;
