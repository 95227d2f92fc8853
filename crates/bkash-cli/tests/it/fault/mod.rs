//! The built program under faults: killed at every point, with its database away, its disk full, its Redis gone,
//! asked to stop with calls on their way, and several of it at once.

mod backend;
mod disk_full;
mod exchange;
mod inbox;
#[cfg(feature = "kill-points")]
mod kill;
mod process;
mod shop;
mod stop;
