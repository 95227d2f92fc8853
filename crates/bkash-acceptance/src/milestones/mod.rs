//! The six milestones of bKash's onboarding, and how far a report brings a shop along them.

mod milestone;
mod steps;

pub use milestone::{Milestone, Progress};
pub use steps::milestones;
