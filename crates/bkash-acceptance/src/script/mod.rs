//! What a page's scripts do as soon as it is open, as far as that stands in plain statements.
//!
//! Nothing is run: what waits for a condition, a click or an answer is left out.

mod scan;
mod statement;

pub(crate) use statement::{Statement, of_page};
