use std::path::PathBuf;
use std::sync::Arc;

use bkash_client::Clock;
use jiff::{SignedDuration, Timestamp};

/// Names a file with the seconds that the clock is ahead, so that a test can let hours pass.
const VARIABLE: &str = "BKASH_CLOCK_AHEAD_FILE";

#[derive(Debug)]
struct ClockAhead {
    system: Arc<dyn Clock>,
    file: PathBuf,
}

pub(super) fn perhaps_ahead_of(system: Arc<dyn Clock>) -> Arc<dyn Clock> {
    match std::env::var_os(VARIABLE) {
        Some(file) => Arc::new(ClockAhead {
            system,
            file: file.into(),
        }),
        None => system,
    }
}

impl Clock for ClockAhead {
    fn now(&self) -> Timestamp {
        let text = std::fs::read_to_string(&self.file).unwrap_or_default();
        let ahead = text.trim().parse().unwrap_or(0);
        self.system
            .now()
            .saturating_add(SignedDuration::from_secs(ahead))
            .unwrap_or(Timestamp::MAX)
    }
}
