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
use table::{Line, Verdict};

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)).and_then(|options| measure(&options)) {
        Ok(lines) => {
            print!("{}", table::rendered(&lines));
            exit(&lines)
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    for row in row::ROWS.iter().filter(|row| options.wants(row.name)) {
        eprintln!("measuring {}: {}", row.name, row.about);
        lines.extend((row.measure)(options)?);
    }
    Ok(lines)
}

fn exit(lines: &[Line]) -> ExitCode {
    let any = |verdict| lines.iter().any(|line| line.verdict() == verdict);
    if any(Verdict::Failed) {
        ExitCode::from(1)
    } else if any(Verdict::Disturbed) {
        ExitCode::from(3)
    } else {
        ExitCode::SUCCESS
    }
}
