//! One file a group of cases; each case is a function from what was seen to a finding.

mod cases;
mod engine;

pub use cases::CASES;
pub use engine::judge;
