//! The client from outside: what it writes, how it reads, and what it makes of every failure.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a harness fails by panicking"
)]

mod fixtures;
mod harness;
mod keeper;
mod network;
mod outcomes;
mod prepared;
mod seal;
mod secrets;
mod simulator;
mod tls;
#[cfg(feature = "sqlite")]
mod token_store;
