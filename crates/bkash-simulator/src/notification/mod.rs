//! Notifications of completed payments, as Amazon SNS posts them for bKash: envelopes, signatures,
//! the handshake of a subscription, deliveries with their retries, and deliveries that go wrong.

mod announce;
mod certificate;
mod delivery;
mod deviation;
mod envelope;
mod listener;
mod log;
mod message;
mod notifier;
mod policy;
mod post;
mod signature;
mod tamper;
mod topic;

pub(crate) use announce::FirstPost;
pub(crate) use certificate::{CERTIFICATE, CERTIFICATE_FILE};
pub(crate) use deviation::{Deviation, age};
pub(crate) use notifier::{Notifier, Subscribe};
pub(crate) use post::Post;
pub(crate) use signature::SignatureVersion;
pub(crate) use tamper::Tamper;
pub(crate) use topic::Topic;
