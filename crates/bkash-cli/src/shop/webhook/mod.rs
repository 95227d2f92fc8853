//! Signed webhooks from the payment service: who sent it, was it seen before, what does it say.

mod event;
mod inbox;
mod signature;

pub use event::Event;
pub use inbox::Inbox;
pub use signature::WebhookSecret;
