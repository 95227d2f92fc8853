//! The result, for people and for programs.

mod report;

pub use report::{Report, Standing};
