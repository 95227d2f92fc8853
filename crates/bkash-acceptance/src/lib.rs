//! Judges a merchant's integration against the points that bKash's engineers check before a shop goes live,
//! by what it did on the wire.
//!
//! [`judge`] takes the journal of the simulator (`GET /_simulator/journal`) and gives one verdict a case, each
//! with the brief's own clause, what was expected, what was seen and the exchanges that show it. A case that
//! the traffic does not decide is *not judged*, never passed. The pages that the payer saw are not in the
//! journal, so nothing is said about them here.

mod case;
mod journal;
mod judge;
mod verdict;

pub use case::{CASES, Case, Level};
pub use journal::{Journal, JournalError};
pub use judge::judge;
pub use verdict::{Outcome, Verdict};
