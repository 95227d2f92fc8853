//! A shop that a person tries by hand: its traffic is judged as it comes, and what is still to be shown is told.

mod checklist;
mod guide;
mod traffic;
mod watched;

pub use checklist::{Checklist, Item, Mark};
pub use guide::Gateway;
pub(crate) use traffic::NO_ACCOUNT;
pub use traffic::Traffic;
pub use watched::{WatchError, Watched};
