//! What the system carries: many payers at once, several instances, a million payments in the store.
//!
//! ```text
//! cargo bench -p bkash-cli --bench scale                  every row, about ten minutes
//! cargo bench -p bkash-cli --bench scale -- --quick       smaller and shorter
//! cargo bench -p bkash-cli --bench scale -- flood         this row
//! ```
//!
//! Measures as `speed` does and shares its pieces; ends with the same exit codes.
#![expect(
    unreachable_pub,
    reason = "a program exports nothing: `pub` is its modules' word for shared"
)]
#![allow(dead_code, reason = "`speed` uses the rest of what it shares")]

#[path = "../speed/checkout.rs"]
mod checkout;
mod cluster;
#[path = "../speed/failure.rs"]
mod failure;
mod flood;
#[path = "../speed/host.rs"]
mod host;
#[path = "../speed/load.rs"]
mod load;
mod million;
#[path = "../speed/network.rs"]
mod network;
#[path = "../../src/open_files.rs"]
mod open_files;
#[path = "../speed/options.rs"]
mod options;
#[path = "../speed/process.rs"]
mod process;
#[path = "../speed/quiet.rs"]
mod quiet;
#[path = "../speed/rig.rs"]
mod rig;
mod row;
#[path = "../speed/sample.rs"]
mod sample;
mod shop;
mod sink;
#[path = "../speed/table.rs"]
mod table;

use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    let options = Options::read(std::env::args().skip(1), row::ROWS);
    table::report(options.and_then(|options| options.measure(row::ROWS)))
}
