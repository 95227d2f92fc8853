//! What people and programs read: data on stdout, talk on stderr.

mod foreign;
mod record;
mod stream;
mod style;
mod table;
mod time;
mod wrap;

pub use foreign::foreign;
pub use record::Record;
pub use stream::{data, talk};
pub use style::Style;
pub use table::table;
pub use time::time;
pub use wrap::wrap;
