//! The judge is judged.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod judging;
mod proxy;
mod reading;
mod report;
mod specimen;
mod watch;
