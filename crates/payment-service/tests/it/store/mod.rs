//! What every store must do, as functions over the trait; each runs on each backend.

mod accounts;
pub(crate) mod backend;
mod changes;
mod deliveries;
mod endpoint;
mod ledger;
mod lists;
mod notifications;
mod openings;
mod outbox;
#[cfg(feature = "server-tests")]
mod postgres;
mod refunds;
pub(crate) mod sample;
mod sqlite;
mod waking;
