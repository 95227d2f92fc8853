//! The service as its users meet it, and its store as every backend must be.

// A broken expectation is how a test fails.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod answer;
mod captured;
#[cfg(feature = "server-tests")]
mod carry;
mod docs;
mod hang_up;
mod harness;
mod http;
#[cfg(feature = "kill-points")]
mod kill_points;
mod late_token;
mod notification;
mod outage;
#[cfg(feature = "server-tests")]
mod postgres;
mod simulation;
mod store;
mod webhook;
mod world;
