//! What is measured, one file each.

mod fleet;
mod flood;
mod million;

use crate::options::Row;

pub const ROWS: &[Row] = &[
    Row {
        name: "flood",
        about: "ten thousand payers whose execute hangs at the same time",
        measure: flood::measure,
    },
    Row {
        name: "fleet",
        about: "checkouts with 1, 2 and 4 instances on PostgreSQL",
        measure: fleet::measure,
    },
    Row {
        name: "million",
        about: "a million payments in SQLite",
        measure: million::sqlite,
    },
    Row {
        name: "million-postgres",
        about: "a million payments in PostgreSQL",
        measure: million::postgres,
    },
];
