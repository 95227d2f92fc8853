//! What the system costs, measured beside what the machine itself can do in the same run.
//!
//! ```text
//! cargo bench -p bkash-cli --bench speed                          every row
//! cargo bench -p bkash-cli --bench speed -- --quick               shorter rounds
//! cargo bench -p bkash-cli --bench speed -- checkouts callback    these rows
//! ```
//!
//! Absolute numbers belong to a machine, so every one stands beside a floor of the same run. Exits 1 when a
//! gate fails, 2 when a row could not be measured, 3 when gates failed only while others had more than a
//! quarter of the machine.
#![expect(
    unreachable_pub,
    reason = "a program exports nothing: `pub` is its modules' word for shared"
)]
#![allow(dead_code, reason = "`scale` uses the rest of what it shares")]

mod canned;
mod checkout;
mod failure;
mod floor;
mod host;
mod load;
mod network;
mod options;
mod process;
mod quiet;
mod rig;
mod row;
mod sample;
mod table;
mod wal;

use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    let options = Options::read(std::env::args().skip(1), row::ROWS);
    table::report(options.and_then(|options| options.measure(row::ROWS)))
}
