//! The processor time of others: a shared machine is noisy.

use std::time::Instant;

/// Linux counts in hundredths of a second wherever it runs on servers.
const TICKS_A_SECOND: f64 = 100.0;

/// Counts the processor time that neither this program nor its servers used.
pub(crate) struct Watch {
    since: Instant,
    servers: Vec<u32>,
    machine: u64,
    own: u64,
}

impl Watch {
    pub(crate) fn start(servers: &[u32]) -> Self {
        Self {
            since: Instant::now(),
            servers: servers.to_vec(),
            machine: machine_ticks(),
            own: own_ticks(servers),
        }
    }

    /// As a share of all processors; zero where the system does not tell.
    pub(crate) fn others(&self) -> f64 {
        let machine = machine_ticks().saturating_sub(self.machine);
        let own = own_ticks(&self.servers).saturating_sub(self.own);
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let all = self.since.elapsed().as_secs_f64() * TICKS_A_SECOND * processors as f64;
        machine.saturating_sub(own) as f64 / all
    }
}

/// What the first thread of a process has used so far, in seconds; the servers have no other at work.
pub(crate) fn processor_time(process: u32) -> f64 {
    let schedule =
        std::fs::read_to_string(format!("/proc/{process}/schedstat")).unwrap_or_default();
    let nanoseconds = schedule.split_whitespace().next();
    let nanoseconds = nanoseconds.and_then(|text| text.parse::<u64>().ok());
    nanoseconds.unwrap_or_default() as f64 / 1e9
}

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
    let busy = [0, 1, 2, 5, 6, 7].into_iter();
    busy.filter_map(|index| ticks.get(index)).sum()
}

fn own_ticks(servers: &[u32]) -> u64 {
    let own = std::process::id();
    let all = servers.iter().chain(std::iter::once(&own));
    all.map(|process| process_ticks(*process)).sum()
}

fn process_ticks(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The program's name stands in brackets and may hold anything; utime and stime are 14th and 15th.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum()
}
