//! Stories of trouble: what a world is like at their start, and which faults strike when.

mod error;
mod file;
mod play;
mod read;
mod section;
mod shipped;
mod story;

pub use error::ScenarioError;
pub(crate) use play::Full;
pub(crate) use shipped::SHIPPED;
pub use story::Scenario;
