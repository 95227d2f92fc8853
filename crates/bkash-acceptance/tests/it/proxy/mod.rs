//! The proxy between a shop and a gateway over TLS.

mod address;
mod broken;
mod passing;
mod stage;
