//! What a page tells its payer: the visible text, and whether it speaks of a payment that was made.
//!
//! Words decide, in English and Bangla, sentence by sentence; what is negated, asked or only possible is not told.
//! Where words of both kinds stand, the page is unclear: a person must read it.

mod bangla;
mod block;
mod boxes;
mod clause;
mod english;
mod json;
mod label;
mod learned;
mod normal;
mod reader;
mod shell;
mod signal;
mod topic;
mod url;
mod visible;

pub(crate) use normal::without_long_words;
pub use reader::Reader;
pub(crate) use url::shown;
pub(crate) use visible::{told_text, visible_length};
