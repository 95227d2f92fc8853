//! The gateway under its own names, for clients whose host cannot be set: TLS with a test authority
//! of its own, and a proxy that leads to it.

mod authority;
mod certificate;
mod foreign_host;
mod front;
mod name;
mod proxy;
mod stream;

pub(crate) use authority::{Authority, stranger};
pub(crate) use foreign_host::refuse_foreign_hosts;
pub(crate) use front::Front;
pub(crate) use name::{GATEWAY_NAMES, is_gateway_name};
pub(crate) use stream::FrontStream;
