//! What can befall the browser's way back to the merchant.

mod detour;
mod duplicate;
mod forged;
mod kinds;
mod late;
mod missing;
mod reordered;

pub(crate) use detour::{Callback, Detour};
pub(super) use kinds::KINDS;
