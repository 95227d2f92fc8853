//! For a terminal: at most a hundred columns wide.

mod detail;
mod list;
mod steps;
mod wrap;

pub(super) use list::text;
