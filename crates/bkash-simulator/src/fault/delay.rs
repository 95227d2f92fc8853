use std::time::Duration;

use super::Struck;
use crate::wire::Answer;

/// The answer comes late. The caller's hanging up stops nothing.
#[derive(Debug, Clone)]
pub(crate) struct Delay {
    pub(crate) time: Duration,
    /// True: the work is done at once and only the answer waits. False: the work waits too.
    pub(crate) after_effect: bool,
}

impl Delay {
    pub(super) async fn strike(&self, process: impl FnOnce() -> Answer) -> Struck {
        if self.after_effect {
            let answer = process();
            tokio::time::sleep(self.time).await;
            return Struck::Answered(answer);
        }
        tokio::time::sleep(self.time).await;
        Struck::Answered(process())
    }
}
