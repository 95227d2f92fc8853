//! The gateway under its own names, for clients whose host cannot be set: TLS with a test authority
//! of its own, and a proxy that leads to it.

mod authority;
mod certificate;
mod foreign_host;
mod front;
mod name;
mod proxy;
mod showing;
mod stream;
mod turn;

pub(crate) use authority::Authority;
pub(crate) use foreign_host::refuse_foreign_hosts;
pub(crate) use front::{Front, greet_callers};
pub(crate) use name::{GATEWAY_NAMES, is_gateway_name};
pub(crate) use showing::Showing;
pub(crate) use stream::FrontStream;
pub(crate) use turn::{Turn, close_ended_turns};
