//! Money back: asked for by the shopkeeper, sent once.

mod ask;
mod book;
mod send;

pub use ask::ask;
pub use book::{Refund, RefundStanding};
pub use send::resume;
