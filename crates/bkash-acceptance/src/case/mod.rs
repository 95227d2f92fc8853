//! What is checked: one file a group of cases, each with the brief's own clause.

mod callback;
mod case;
mod cases;
mod clause;
mod create;
mod execute;
mod messages;
mod milestones;
mod query;
mod refund;
mod security;
mod time;
mod tokens;

pub(crate) use case::Judged;
pub use case::{Case, Level};
pub use cases::CASES;
