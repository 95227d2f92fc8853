//! `bkash accept`, run as a merchant runs it.

mod fixed_host;
mod guide;
mod hosted;
mod judging;
mod proxy;
mod shop;
mod usage;
mod watch;
