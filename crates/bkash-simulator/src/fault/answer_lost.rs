use super::Struck;
use crate::wire::Answer;

/// The work is done, and the connection closes before a byte of the answer.
#[derive(Debug, Clone)]
pub(crate) struct AnswerLost;

impl AnswerLost {
    pub(super) fn strike(&self, process: impl FnOnce() -> Answer) -> Struck {
        process();
        Struck::Lost
    }
}
