//! What people and programs read: data on stdout, talk on stderr.

mod record;
mod stream;
mod style;
mod table;
mod time;

pub use record::Record;
pub use stream::{data, talk};
pub use style::Style;
pub use table::table;
pub use time::time;
