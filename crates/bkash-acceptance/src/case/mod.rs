//! What is checked: one file a group of cases, each with the brief's own clause.

mod case;

pub use case::{Case, Level};
