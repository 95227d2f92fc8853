//! The shop's own process.

mod definition;
mod gateway;
mod group;
mod output;
mod process;

pub use definition::App;
pub use gateway::{AppGateway, AppTls};
pub use process::{AppError, Running};
