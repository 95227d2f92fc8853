use crate::failure::Failure;
use crate::options::Options;
use crate::rig::Rig;
use crate::sample::median;
use crate::table::Line;
use crate::{host, quiet};

/// In milliseconds, from the start of the process on an empty folder.
const READY: f64 = 200.0;
/// In MiB, after a few payments.
const RESIDENT: f64 = 30.0;
const CHECKOUTS: u32 = 10;

pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let runtime = host::runtime()?;
    let rounds = quiet::rounds(options.rounds(), &[], || {
        let rig = Rig::start()?;
        let ready = rig.service.ready_after.as_secs_f64() * 1e3;
        for _ in 0..CHECKOUTS {
            runtime.block_on(rig.shop.checkout())?;
        }
        Ok((ready, rig.service.resident()?))
    })?;
    let ready = median(rounds.samples.iter().map(|round| round.0));
    let resident = median(rounds.samples.iter().map(|round| round.1));
    Ok(vec![
        Line::new("bkash serve: start to ready", format!("{ready:.0} ms"))
            .gate(format!("at most {READY} ms"), ready <= READY)
            .others(rounds.others),
        Line::new(
            format!("bkash serve: memory after {CHECKOUTS} checkouts"),
            format!("{resident:.1} MiB"),
        )
        .gate(format!("at most {RESIDENT} MiB"), resident <= RESIDENT),
    ])
}
