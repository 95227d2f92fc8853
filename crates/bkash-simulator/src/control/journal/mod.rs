//! The journal as testers read it: filtered, as a file, or as it grows.

mod filter;
mod show;
mod stream;

pub(super) use show::{clear, exchanges_of, show};
pub(super) use stream::stream;
