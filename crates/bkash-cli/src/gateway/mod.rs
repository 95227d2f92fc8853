//! Direct calls to the gateway: how a command reaches it, and how it tells what came of it.

mod connection;
mod ending;
mod status;
mod trace;

pub use connection::Connection;
pub use ending::{Effect, Ending};
pub use status::status;
