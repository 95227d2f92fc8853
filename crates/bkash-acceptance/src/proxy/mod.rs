//! Between a shop and the real gateway: calls pass whole, and are recorded without their secrets.
//!
//! Plain http on loopback towards the shop, TLS towards the gateway. What the gateway does not answer is not
//! answered here either: the shop's connection is closed, as it would have been without a proxy.

mod forward;
mod hop;
mod masked;
mod server;
mod tape;
mod upstream;

pub use server::{Proxy, ProxyError};
pub use upstream::{Upstream, UpstreamError};
