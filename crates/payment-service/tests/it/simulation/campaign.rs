//! Many schedules on every core.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::met::Counts;
use super::schedule::{self, End};

/// What many schedules came to.
#[derive(Debug)]
pub(crate) struct Campaign {
    pub(crate) played: u64,
    pub(crate) met: Counts,
    /// By seed; the campaign ends soon after the first.
    pub(crate) failed: BTreeMap<u64, End>,
    took: Duration,
}

/// How often a long campaign says how far it is.
const PROGRESS: Duration = Duration::from_secs(15);

/// Plays every seed, unless one fails.
pub(crate) fn play(seeds: RangeInclusive<u64>) -> Campaign {
    let (next, stop) = (AtomicU64::new(*seeds.start()), AtomicBool::new(false));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let (ended, ends) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (ended, next, stop, seeds) = (ended.clone(), &next, &stop, &seeds);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if !seeds.contains(&seed) || ended.send((seed, schedule::run(seed))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(ended);
        gather(&ends, &stop, &seeds)
    })
}

fn gather(
    ends: &mpsc::Receiver<(u64, End)>,
    stop: &AtomicBool,
    seeds: &RangeInclusive<u64>,
) -> Campaign {
    let start = Instant::now();
    let mut said = start;
    let mut campaign = Campaign {
        played: 0,
        met: Counts::default(),
        failed: BTreeMap::new(),
        took: Duration::ZERO,
    };
    for (seed, end) in ends {
        campaign.played += 1;
        campaign.met.add(&end.met);
        if !end.findings.is_empty() {
            stop.store(true, Ordering::Relaxed);
            campaign.failed.insert(seed, end);
        }
        if said.elapsed() >= PROGRESS {
            said = Instant::now();
            let all = seeds.end() - seeds.start() + 1;
            eprintln!(
                "{} of {all} schedules, {:.0?}",
                campaign.played,
                start.elapsed()
            );
        }
    }
    campaign.took = start.elapsed();
    campaign
}

impl std::fmt::Display for Campaign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (played, took) = (self.played, self.took.as_secs_f64());
        // Whole schedules are few enough for a float.
        #[expect(clippy::cast_precision_loss)]
        let rate = played as f64 / took;
        writeln!(f, "{played} schedules in {took:.1} s, {rate:.0} a second")?;
        write!(f, "{}", self.met)
    }
}
