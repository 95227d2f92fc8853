//! The judge is judged.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod browser;
mod judging;
mod proxy;
mod reading;
mod report;
mod shop;
mod specimen;
mod tls;
mod trouble;
mod watch;
