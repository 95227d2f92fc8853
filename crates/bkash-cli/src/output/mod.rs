//! What people and programs read: data on stdout, talk on stderr.

mod stream;
mod style;

pub use stream::{data, talk};
pub use style::Style;
