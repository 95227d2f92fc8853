//! Death on demand, for tests: with the cargo feature `kill-points` the service asks at every commit and at
//! every call whether it should die there, and then kills its own process with SIGKILL.
//!
//! `BKASH_KILL_AT` names a point: a [`Place`] and a side of it, such as `commit_payment.executing.before` or
//! `gateway.execute.after`. `NAME#3` is the third time that it is reached. The points are wrappers around the
//! seams of the service (store, token store, transport, carrier), so that nothing that passes a seam can
//! be without one; a test compares them with the code of the seams.
//!
//! Before a commit means that nothing of it is stored; after, that all of it is, and nobody was told. Before a
//! call means that nothing has left; after, that its answer has arrived and is not looked at yet.

mod carrier;
mod clock;
mod place;
mod store;
mod switch;
mod token_store;
mod transport;

pub use place::{Place, Side};
pub use switch::UnknownKillPoint;

pub(crate) use carrier::MortalCarrier;
pub(crate) use store::MortalStore;
pub(crate) use switch::begin;
pub(crate) use token_store::MortalTokenStore;
pub(crate) use transport::MortalTransport;
