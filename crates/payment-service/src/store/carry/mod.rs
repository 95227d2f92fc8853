//! Carrying a merchant's data from SQLite to PostgreSQL, whole or not at all.

mod cell;
mod error;
mod fingerprint;
mod source;
mod sums;
mod table;
mod target;
mod work;

pub use error::CarryError;
pub use sums::{Amount, Compared};
pub use work::{Carried, Keep, carry};
