//! The `bkash` program.
fn main() {}
