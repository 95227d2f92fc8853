//! The store in a PostgreSQL database that several instances share.
//!
//! A guarded change is one call of a function in the database (`migrations/0002_functions.sql`, which also has the
//! order of the locks), sent as one statement: it commits whole or not at all, a caller who leaves cannot leave a
//! transaction open, and the server finishes what was begun. A payment or a refund is one row: its record as JSON
//! text, byte for byte, and beside it the columns that are searched, ordered or guarded.
//!
//! Every verb is one round trip, but for `reserve_refund`: it loads and writes, and does so again if something
//! changed in between. One payment costs two durable commits at its create (open, record) and two at its callback
//! (the claim of the execute, its result), with one read to load it; each webhook costs two more (claim, finish),
//! shared by all that are due or end together, which do not wait for the disk. Fewer are not possible: every commit
//! stands before or after a call whose answer may be lost. Preparing a statement costs a round trip more, once for each
//! connection.

mod accounts;
mod changes;
mod column;
mod connection;
mod deliveries;
mod endpoint;
mod error;
mod evidence;
mod ledger;
mod listing;
pub(super) mod migration;
mod notifications;
mod opening;
mod outbox;
mod parameter;
mod payments;
mod refunds;
mod reserving;
mod store;
mod tls;
mod url;

pub(super) use connection::client;
pub use connection::pool;
pub use error::ConnectError;
pub use store::PostgresStore;
pub use url::PostgresUrl;
