use super::{Struck, process_if};
use crate::wire::{Answer, Dialect};
use crate::world::Code;

/// bKash answers with a code, in the envelope of the route.
#[derive(Debug, Clone)]
pub(crate) struct CodeInstead {
    pub(crate) code: Code,
    /// Whether the work was done all the same: 9999 although paid is seen live.
    pub(crate) after_effect: bool,
}

impl CodeInstead {
    pub(super) fn strike(&self, dialect: Dialect, process: impl FnOnce() -> Answer) -> Struck {
        process_if(self.after_effect, process);
        Struck::Answered(dialect.refuse(&self.code.into()))
    }
}
