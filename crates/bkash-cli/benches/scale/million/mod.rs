//! A store that has been at work for long: copies of a few real payments, a million of them.

mod copies;
mod pattern;
mod postgres;
mod sqlite;
mod template;

pub use copies::SPAN;
pub use template::Made;
pub use {postgres::fill as fill_postgres, sqlite::fill as fill_sqlite};
