use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happened, a line each, with the seconds since the schedule's start.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    start: tokio::time::Instant,
    lines: Arc<Mutex<String>>,
}

impl Trace {
    pub(crate) fn starting_now() -> Self {
        Self {
            start: tokio::time::Instant::now(),
            lines: Arc::default(),
        }
    }

    pub(crate) fn line(&self, what: impl AsRef<str>) {
        let at = self.start.elapsed().as_secs_f64();
        let mut lines = self.lines.lock().unwrap();
        writeln!(lines, "{at:>10.3}  {}", what.as_ref()).unwrap();
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(crate) fn text(&self) -> String {
        self.lines.lock().unwrap().clone()
    }
}
