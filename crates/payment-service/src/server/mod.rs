//! One running service: a listener, its connections, and the workers behind it.

mod connections;
mod error;
mod service;
mod workers;

pub use error::StartError;
pub use service::Service;
