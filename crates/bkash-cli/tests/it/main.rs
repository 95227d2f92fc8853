//! The built program, run as a user runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attention;
mod crate_edges;
mod gateway;
mod harness;
mod help;
mod serve;
mod settings;
mod simulate;
mod tidy;
