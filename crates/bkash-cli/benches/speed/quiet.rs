//! A shared machine is noisy: rounds in which others were busy are measured again.

use std::time::Instant;

use crate::failure::Failure;

/// Above this share of the machine in others' hands a round says little.
const DISTURBED: f64 = 0.10;

/// Samples of the quietest rounds.
#[derive(Debug)]
pub struct Quiet<T> {
    pub samples: Vec<T>,
    /// The largest share of the machine that others had in any of them.
    pub others: f64,
}

/// Measures `rounds` rounds, and up to as many again in place of disturbed ones; keeps the quietest.
pub fn rounds<T>(
    rounds: usize,
    children: &[u32],
    mut measure: impl FnMut() -> Result<T, Failure>,
) -> Result<Quiet<T>, Failure> {
    let mut taken: Vec<(f64, T)> = Vec::new();
    for _ in 0..rounds * 2 {
        if taken.iter().filter(|round| round.0 <= DISTURBED).count() == rounds {
            break;
        }
        let watch = Watch::start(children);
        let sample = measure()?;
        taken.push((watch.others(), sample));
    }
    taken.sort_by(|one, other| one.0.total_cmp(&other.0));
    taken.truncate(rounds);
    Ok(Quiet {
        others: taken.last().map_or(0.0, |round| round.0),
        samples: taken.into_iter().map(|round| round.1).collect(),
    })
}

/// Counts the processor time that neither this program nor its children used.
pub struct Watch<'a> {
    since: Instant,
    children: &'a [u32],
    machine: u64,
    own: u64,
}

impl<'a> Watch<'a> {
    pub fn start(children: &'a [u32]) -> Self {
        Self {
            since: Instant::now(),
            children,
            machine: machine_ticks(),
            own: own_ticks(children),
        }
    }

    /// As a share of all processors; zero where the system does not tell.
    pub fn others(&self) -> f64 {
        let machine = machine_ticks().saturating_sub(self.machine);
        let own = own_ticks(self.children).saturating_sub(self.own);
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let all = self.since.elapsed().as_secs_f64() * TICKS_A_SECOND * processors as f64;
        machine.saturating_sub(own) as f64 / all
    }
}

/// Linux counts in hundredths of a second wherever it runs on servers.
const TICKS_A_SECOND: f64 = 100.0;

/// Busy and stolen ticks of all processors.
fn machine_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = stat.lines().next().unwrap_or_default();
    let ticks: Vec<u64> = line
        .split_whitespace()
        .skip(1)
        .filter_map(|ticks| ticks.parse().ok())
        .collect();
    // user, nice, system, idle, iowait, irq, softirq, steal
    [0, 1, 2, 5, 6, 7]
        .into_iter()
        .filter_map(|index| ticks.get(index))
        .sum()
}

/// The processor time that these processes have used so far, in seconds.
pub fn processor_seconds(processes: &[u32]) -> f64 {
    let ticks: u64 = processes
        .iter()
        .map(|process| process_ticks(*process))
        .sum();
    ticks as f64 / TICKS_A_SECOND
}

fn own_ticks(children: &[u32]) -> u64 {
    let own = std::process::id();
    children
        .iter()
        .chain(std::iter::once(&own))
        .map(|process| process_ticks(*process))
        .sum()
}

fn process_ticks(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The program's name stands in brackets and may hold anything; utime and stime, and those of children
    // that have ended, are 14th to 17th.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum()
}
