//! bKash's server telling us of a completed payment, by Amazon SNS.
//!
//! A notification is a hint. Whoever knows the topic can post one here, so that each is checked from the cheapest
//! to the dearest: its shape, its topic, the addresses in it, its age, and last its signature, with a certificate
//! from the one place where Amazon keeps those of the topic's region. What passes is kept, once for each message
//! and transaction, and compared with its payment by a worker ([`crate::engine::Engine::confirm_due`]); no
//! payment is completed on its word.

mod address;
mod certificate;
mod certificates;
mod envelope;
mod fetcher;
mod message;
mod origin;
mod product;
mod receiver;
mod refusal;
mod route;
mod topic;

pub use fetcher::{FetchError, Fetcher, HttpFetcher};
pub(crate) use product::is_another_product;
pub use receiver::{Received, Receiver, ReceiverParts};
pub use refusal::Refusal;
pub(crate) use route::{Desk, routes};
pub use topic::TopicArn;
