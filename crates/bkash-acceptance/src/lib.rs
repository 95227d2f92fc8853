//! Judges a merchant's integration against the points that bKash's engineers check before a shop goes live.
//!
//! A [`Record`](record::Record) holds what was seen: the calls on the wire and the pages that payers met.
//! [`judge`] makes one verdict a case of it, each with the brief's own clause, what was expected, what was seen and what
//! shows it. What the record does not decide is *not judged*, never passed.

pub mod browser;
mod case;
mod control;
mod evidence;
mod judge;
mod milestones;
pub mod play;
pub mod proxy;
pub mod reading;
pub mod record;
mod report;
mod script;
pub mod shop;
mod story;
pub mod trouble;
mod verdict;
pub mod watch;
mod words;

pub use case::{CASES, Case, Level};
pub use evidence::{Call, Item, Pack, Part};
pub use judge::judge;
pub use milestones::{Milestone, Progress, milestones};
pub use record::Journal;
pub use report::{Answer, Format, Paint, Report, Standing, Tally, WriteError};
pub use story::{Phase, Story};
pub use verdict::{Evidence, Outcome, Verdict};
pub use words::{Language, Said, Words};
