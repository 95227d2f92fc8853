use http::StatusCode;

use super::{Struck, process_if};
use crate::wire::{Answer, GatewayMessage};

/// The API gateway in front answers with its own status and message.
#[derive(Debug, Clone)]
pub(crate) struct StatusInstead {
    pub(crate) status: StatusCode,
    /// Whether the work was done behind it.
    pub(crate) after_effect: bool,
}

impl StatusInstead {
    pub(super) fn strike(&self, process: impl FnOnce() -> Answer) -> Struck {
        process_if(self.after_effect, process);
        Struck::Answered(GatewayMessage::with_status(self.status).answer())
    }
}
