//! Time: where it comes from, and how each world bends it.

mod source;
mod world_clock;

pub use source::{Clock, SystemClock};
pub(crate) use world_clock::{LATEST, Speed, WorldClock};
