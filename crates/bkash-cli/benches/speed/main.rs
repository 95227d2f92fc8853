//! What the system costs, measured beside what the machine itself can do in the same run.
//!
//! ```text
//! cargo bench -p bkash-cli --bench speed                          every row
//! cargo bench -p bkash-cli --bench speed -- --quick               shorter rounds
//! cargo bench -p bkash-cli --bench speed -- checkouts callback    these rows
//! ```
//!
//! Absolute numbers belong to a machine, so gates are ratios to a floor wherever there is one. Exits 1 when
//! a gate fails, 2 when a row could not be measured.
#![expect(
    unreachable_pub,
    reason = "a program exports nothing: `pub` is its modules' word for shared"
)]

mod canned;
mod checkout;
mod failure;
mod floor;
mod host;
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

use failure::Failure;
use options::Options;

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)).and_then(|options| measure(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

/// Whether every gate held.
fn measure(options: &Options) -> Result<bool, Failure> {
    let mut lines = Vec::new();
    for row in row::ROWS.iter().filter(|row| options.wants(row.name)) {
        eprintln!("measuring {}: {}", row.name, row.about);
        lines.extend((row.measure)(options)?);
    }
    print!("{}", table::rendered(&lines));
    Ok(lines.iter().all(table::Line::held))
}
