//! What can befall the browser's way back to the merchant.

mod detour;
mod duplicate;
mod forged;
mod late;
mod missing;
mod reordered;

pub(crate) use detour::{Callback, Detour};

use super::kind::Kind;

pub(super) const KINDS: &[&Kind] = &[
    &missing::KIND,
    &late::KIND,
    &duplicate::KIND,
    &forged::KIND,
    &reordered::KIND,
];
