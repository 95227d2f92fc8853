//! The client from outside: what it writes, how it reads, and what it makes of every failure.

mod fixtures;
mod harness;
mod keeper;
mod network;
mod outcomes;
mod prepared;
mod secrets;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tls;
