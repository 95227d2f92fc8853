use std::process::Command;
use std::time::Instant;

use crate::failure::Failure;
use crate::options::Options;
use crate::process::{Program, memory};
use crate::quiet;
use crate::sample::median;
use crate::table::Line;

/// In milliseconds, from the start of the process to its address on stdout.
const READY: f64 = 50.0;
/// In MiB, before the first call.
const RESIDENT: f64 = 20.0;

pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let rounds = quiet::rounds(options.rounds(), &[], || {
        let started = Instant::now();
        let program = Program::start(
            Command::new(env!("CARGO_BIN_EXE_bkash"))
                .args(["simulate", "--listen", "127.0.0.1:0"])
                .env_clear(),
        )?;
        let ready = started.elapsed().as_secs_f64() * 1e3;
        Ok((ready, memory(program.id(), "VmRSS:")? / 1024.0))
    })?;
    let ready = median(rounds.samples.iter().map(|round| round.0));
    let resident = median(rounds.samples.iter().map(|round| round.1));
    Ok(vec![
        Line::new(
            "bkash simulate: start to listening",
            format!("{ready:.1} ms"),
        )
        .gate(format!("at most {READY} ms"), ready <= READY)
        .others(rounds.others),
        Line::new(
            "bkash simulate: memory when idle",
            format!("{resident:.1} MiB"),
        )
        .gate(format!("below {RESIDENT} MiB"), resident < RESIDENT),
    ])
}
