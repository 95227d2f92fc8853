use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::record::Stall;

const BEAT: Duration = Duration::from_millis(200);
/// No timer is exact.
const LATE: Duration = Duration::from_millis(250);

/// Beats evenly while a run is played, and notes each beat that came late: calls are timed by the same clocks.
#[derive(Debug)]
pub(super) struct Pulse {
    stop: oneshot::Sender<()>,
    beating: JoinHandle<Vec<Stall>>,
}

impl Pulse {
    pub(super) fn start() -> Self {
        let (stop, stopped) = oneshot::channel();
        Self {
            stop,
            beating: tokio::spawn(beat(stopped)),
        }
    }

    /// Each late beat, the first one first.
    pub(super) async fn stop(self) -> Vec<Stall> {
        drop(self.stop);
        self.beating.await.unwrap_or_default()
    }
}

async fn beat(mut stopped: oneshot::Receiver<()>) -> Vec<Stall> {
    let mut stalls = Vec::new();
    loop {
        let due = Instant::now() + BEAT;
        tokio::select! {
            _ = &mut stopped => return stalls,
            () = sleep_until(due) => {}
        }
        let late = due.elapsed();
        if late > LATE {
            stalls.push(Stall {
                ended_at: Timestamp::now(),
                late_ms: u64::try_from(late.as_millis()).unwrap_or(u64::MAX),
            });
        }
    }
}
