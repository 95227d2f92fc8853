//! Webhooks to the shop, signed as Standard Webhooks 1.0.0 has it.

pub mod notice;
mod secret;

pub use secret::{BadWebhookSecret, WebhookSecret};
