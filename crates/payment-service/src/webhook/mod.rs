//! Webhooks to the shop, signed as Standard Webhooks 1.0.0 has it.
//!
//! A webhook is a row of the commit that it tells of, so that none is lost or invented. Any 2xx answer
//! within 15 seconds takes it; everything else, redirects too, is tried again: eight attempts in all over more
//! than a day. An endpoint that answers 410, or takes nothing for five days, is disabled until a person enables
//! it; webhooks wait meanwhile. One arrives at least once and in no promised order: the shop remembers
//! `webhook-id`, and trusts the higher `version`.

mod carrier;
mod courier;
mod door;
pub mod notice;
mod schedule;
mod secret;
mod signature;

pub use carrier::{Carrier, CarrierError, HttpCarrier, NotAnswered};
pub use courier::{Courier, CourierParts};
pub use secret::{BadWebhookSecret, WebhookSecret, WebhookSecrets};
pub use signature::sign;
