//! English sentences of shops.

mod sentence;
mod words;

pub(super) use sentence::read;
