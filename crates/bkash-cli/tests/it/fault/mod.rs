//! The built program under faults: killed at every point, with its database away, its disk full, its Redis gone,
//! asked to stop with calls on their way, and several of it at once.

#[cfg(any(feature = "kill-points", feature = "server-tests"))]
mod backend;
mod disk_full;
mod exchange;
#[cfg(feature = "server-tests")]
mod fleet;
#[cfg(any(feature = "kill-points", feature = "server-tests"))]
mod inbox;
#[cfg(feature = "kill-points")]
mod kill;
#[cfg(feature = "server-tests")]
mod migrate;
#[cfg(feature = "server-tests")]
mod postgres;
#[cfg(feature = "server-tests")]
mod postgres_away;
mod process;
#[cfg(feature = "server-tests")]
mod redis_away;
#[cfg(feature = "server-tests")]
mod servers;
mod shop;
mod stop;
#[cfg(feature = "server-tests")]
mod survivors;
