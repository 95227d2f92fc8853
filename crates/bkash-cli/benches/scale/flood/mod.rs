//! The pieces of the flood: payers with browsers, a shop that goes on asking, and who watches the process.

mod books;
mod browser;
mod payer;
mod probe;
mod watch;

pub use books::{Books, poisha};
pub use payer::{Seen, payers};
pub use probe::{KINDS, Probe, Took};
pub use watch::{Held, Watch};
