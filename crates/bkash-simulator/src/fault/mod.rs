//! Failures on demand: one small file for each, and the list of those that wait to strike.

mod answer_lost;
mod code;
mod delay;
mod dropped;
mod rules;
mod status;

pub(crate) use answer_lost::AnswerLost;
pub(crate) use code::CodeInstead;
pub(crate) use delay::Delay;
pub(crate) use dropped::Dropped;
pub(crate) use rules::{Rule, Rules};
pub(crate) use status::StatusInstead;

use crate::wire::{Answer, Dialect};

/// What the caller gets in the end.
#[derive(Debug)]
pub(crate) enum Struck {
    Answered(Answer),
    /// The connection closes without an answer.
    Lost,
}

/// A failure by name. `process` is the gateway doing its work, which may or may not come to run.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    Delay(Delay),
    AnswerLost(AnswerLost),
    Dropped(Dropped),
    Status(StatusInstead),
    Code(CodeInstead),
}

impl Fault {
    pub(crate) const NAMES: [&str; 5] = ["delay", "answer_lost", "dropped", "status", "code"];

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Delay(_) => "delay",
            Self::AnswerLost(_) => "answer_lost",
            Self::Dropped(_) => "dropped",
            Self::Status(_) => "status",
            Self::Code(_) => "code",
        }
    }

    pub(crate) async fn strike(
        &self,
        dialect: Dialect,
        process: impl FnOnce() -> Answer,
    ) -> Struck {
        match self {
            Self::Delay(delay) => delay.strike(process).await,
            Self::AnswerLost(lost) => lost.strike(process),
            Self::Dropped(dropped) => dropped.strike(),
            Self::Status(status) => status.strike(process),
            Self::Code(code) => code.strike(dialect, process),
        }
    }
}

/// Runs the gateway's work where the fault comes after the effect.
fn process_if(after_effect: bool, process: impl FnOnce() -> Answer) {
    if after_effect {
        process();
    }
}
