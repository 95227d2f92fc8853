//! `bkash accept`, run as a merchant runs it.

mod guide;
mod hosted;
mod judging;
mod proxy;
mod shop;
mod usage;
mod watch;
