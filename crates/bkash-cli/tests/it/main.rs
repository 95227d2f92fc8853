//! The built program, run as a user runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accept;
mod attention;
mod backup;
#[cfg(feature = "browser-tests")]
mod browser;
mod crate_edges;
mod demo;
mod documents;
mod fault;
mod gateway;
mod guards;
mod harness;
mod help;
mod keys;
mod migrate;
mod serve;
mod settings;
mod shop;
mod shop_files;
mod simulate;
mod tidy;
mod webhook;
