use std::sync::Arc;
use std::time::Duration;

use super::altered::Alteration;
use super::change::Change;
use super::clock_skew::Skew;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::wire::Answer;
use crate::world::Code;

/// How a struck call goes, from its first effect to its answer.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    /// Made before everything else.
    pub(crate) change: Option<Change>,
    /// Seconds that an id token issued by the call lives; as its world has it, unless said.
    pub(crate) token_seconds: Option<u32>,
    pub(super) wait: Wait,
    pub(super) end: End,
}

#[derive(Debug, Clone)]
pub(super) enum End {
    /// The gateway's own answer.
    Own { work: Work, form: Form },
    /// Another one. The work was done before the wait, or not at all.
    Instead { after_effect: bool, by: Substitute },
}

/// When the gateway does its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    BeforeTheWait,
    AfterTheWait,
}

/// What reaches the caller of the gateway's own answer.
#[derive(Debug, Clone)]
pub(super) enum Form {
    Whole,
    /// Half of the body, of whose whole length the head has told.
    Half,
    Skewed(Skew),
    Altered(Arc<Alteration>),
}

/// What the caller gets in the end.
#[derive(Debug)]
pub(crate) enum Struck {
    Answered(Answer),
    /// An answer from in front of the gateway, which is no JSON.
    Html(Answer),
    /// Half of this answer's body, then the connection closes.
    Half(Answer),
    /// The connection closes without a byte.
    Closed,
    /// The connection is reset without a byte.
    Reset,
}

impl Course {
    pub(super) fn own(wait: Wait, work: Work, form: Form) -> Self {
        Self {
            change: None,
            token_seconds: None,
            wait,
            end: End::Own { work, form },
        }
    }

    pub(super) fn instead(wait: Wait, after_effect: bool, by: Substitute) -> Self {
        Self {
            change: None,
            token_seconds: None,
            wait,
            end: End::Instead { after_effect, by },
        }
    }

    fn usual() -> Self {
        Self::own(Wait::None, Work::BeforeTheWait, Form::Whole)
    }

    /// The world changes first; the call itself then goes its usual way.
    pub(super) fn changing(change: Change) -> Self {
        Self {
            change: Some(change),
            ..Self::usual()
        }
    }

    /// The usual way, but for the life of what it issues.
    pub(super) fn with_token_life(seconds: u32) -> Self {
        Self {
            token_seconds: Some(seconds),
            ..Self::usual()
        }
    }

    /// `process` is the gateway doing its work, `refuse` what it says with an error code. The caller's hanging up stops nothing.
    pub(crate) async fn run(
        &self,
        luck: u64,
        refuse: impl FnOnce(Code) -> Answer,
        process: impl FnOnce() -> Answer,
    ) -> Struck {
        let wait = self.wait.time(luck);
        match &self.end {
            End::Own { work, form } => {
                let answer = match work {
                    Work::BeforeTheWait => {
                        let answer = process();
                        sleep(wait).await;
                        answer
                    }
                    Work::AfterTheWait => {
                        sleep(wait).await;
                        process()
                    }
                };
                form.of(answer)
            }
            End::Instead { after_effect, by } => {
                if *after_effect {
                    process();
                }
                sleep(wait).await;
                by.struck(refuse)
            }
        }
    }
}

impl Form {
    fn of(&self, answer: Answer) -> Struck {
        match self {
            Self::Whole => Struck::Answered(answer),
            Self::Half => Struck::Half(answer),
            Self::Skewed(skew) => Struck::Answered(skew.of(&answer)),
            Self::Altered(alteration) => Struck::Answered(alteration.of(answer)),
        }
    }
}

async fn sleep(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}
