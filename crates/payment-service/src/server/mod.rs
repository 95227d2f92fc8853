//! One running service: a listener, its connections, and the workers behind it.

mod connections;
mod error;
mod service;
mod token_store;
mod workers;

pub use error::StartError;
pub use service::Service;
pub use token_store::open_token_store;
