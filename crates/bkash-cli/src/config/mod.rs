//! Settings: from a file, the environment and flags to typed values, or to everything that is wrong.

pub mod setting;
pub mod template;

/// The file that is read when none is named and it exists.
pub const FILE: &str = "bkash.toml";
