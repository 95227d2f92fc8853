//! The shop's own process.

mod definition;
mod group;
mod output;
mod process;

pub use definition::App;
pub use process::{AppError, Running};
