//! The judge is judged: journals that are wrong in one way each fail their own case and no other.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod harness;
mod right;
mod wrong;
