//! The demo shop: an outside merchant, and an example to copy.
//!
//! It knows the payment service by its address, its API key and its webhook secret alone: orders are its own,
//! payments are made by HTTP ([`service`]), and what became of them comes from a GET or a signed webhook
//! ([`webhook`]), never from the address bar.

mod catalogue;
mod form_token;
mod language;
mod order;
mod page;
mod price;
mod server;
mod service;
mod webhook;
mod words;

pub use form_token::FormToken;
pub use price::Price;
pub use server::Shop;
pub use service::{PaymentService, loopback_client};
pub use webhook::WebhookSecret;
