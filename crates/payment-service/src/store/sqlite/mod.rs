//! The store in one SQLite file.
//!
//! One thread writes. It takes every job that waits, runs each in a savepoint of its own, and commits them
//! together, so that many durable changes share one write to the disk; a caller hears of its change only
//! after that commit. A job that fails or panics takes nobody along, and a caller that leaves stops nothing.
//! Reads have connections of their own. A payment or a refund is one row: its record as JSON, and beside it
//! the columns that are searched, ordered or guarded.

mod accounts;
mod clock;
mod column;
pub(super) mod connection;
mod deliveries;
mod endpoint;
mod error;
mod evidence;
mod group;
mod keys;
mod ledger;
pub(super) mod migration;
pub(super) mod moved;
mod notifications;
mod opening;
mod outbox;
mod payment_change;
mod payments;
mod readers;
mod refund_change;
mod refunds;
mod reserving;
mod store;
mod transactions;
mod worklist;
mod writer;

pub use store::{SqliteStore, WriteMode};
