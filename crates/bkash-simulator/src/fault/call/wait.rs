use std::time::Duration;

use fastrand::Rng;

use super::distribution::Distribution;

/// How long a struck call is held, on tokio's timer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wait {
    None,
    For(Duration),
    Drawn(Distribution),
}

impl Wait {
    /// The same luck draws the same time.
    pub(super) fn time(self, luck: u64) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::For(time) => time,
            Self::Drawn(distribution) => distribution.draw(&mut Rng::with_seed(luck)),
        }
    }
}
