//! What the machine can do when nobody thinks: the denominators.

mod bare_checkout;
mod disk;
mod group;

pub use bare_checkout::BareShop;
pub use disk::{commits_a_second, flushes_a_second};
pub use group::GroupWriter;
