//! `bkash accept`, run as a merchant runs it.

mod judging;
mod proxy;
mod shop;
mod usage;
mod watch;
