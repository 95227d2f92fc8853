//! What the judge's payers do: one story each, told to the shop as browsers would tell it.

mod phase;
mod story;

pub use phase::Phase;
pub use story::Story;
