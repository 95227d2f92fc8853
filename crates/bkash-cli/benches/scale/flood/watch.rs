use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::failure::Failure;
use crate::process::memory;

const EVERY: Duration = Duration::from_millis(200);

/// The most that a process held at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held {
    /// Resident, in millions of bytes, as the system itself keeps its peak.
    pub megabytes: f64,
    pub open_files: usize,
}

/// Counts what a process holds until it is asked.
#[derive(Debug)]
pub struct Watch {
    process: u32,
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Result<usize, Failure>>,
}

impl Watch {
    pub fn start(process: u32) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || most_open_files(process, &stopped));
        Self {
            process,
            stop,
            thread,
        }
    }

    pub fn stop(self) -> Result<Held, Failure> {
        self.stop.store(true, Ordering::Relaxed);
        let ended = self.thread.join();
        Ok(Held {
            open_files: ended.map_err(|_| Failure::new("the watch panicked"))??,
            megabytes: memory(self.process, "VmHWM:")? * 1024.0 / 1e6,
        })
    }
}

fn most_open_files(process: u32, stop: &AtomicBool) -> Result<usize, Failure> {
    let folder = format!("/proc/{process}/fd");
    let mut most = 0;
    while !stop.load(Ordering::Relaxed) {
        most = most.max(std::fs::read_dir(&folder)?.count());
        std::thread::sleep(EVERY);
    }
    Ok(most)
}
