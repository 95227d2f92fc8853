use std::fmt;

/// Why a run could not go on. The shop is not to blame: what a shop does wrong is a finding.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The simulator could not be started: an address is taken, most likely.
    #[error("the simulator cannot start: {0}")]
    Simulator(#[from] std::io::Error),
    /// The simulator did not do as it was told.
    #[error("the simulator's control interface: {0}")]
    Control(String),
    /// It said no.
    #[error("the simulator's control interface: {path} was answered with {status}: {text}")]
    Refused {
        /// What was asked for, under `/_simulator`.
        path: String,
        /// HTTP status.
        status: u16,
        /// The answer's body.
        text: String,
    },
    /// A shop has one app_key; whose calls are whose cannot be told otherwise.
    #[error(
        "calls came with two app_keys, and a run judges one shop: look whether the shop has another app_key for some \
         of its calls, and whether another program calls this port"
    )]
    TwoAppKeys,
    /// `--only` names no case.
    #[error("there is no case {0}")]
    UnknownCase(String),
}

impl Stopped {
    pub(super) fn control(error: impl fmt::Display) -> Self {
        Self::Control(error.to_string())
    }

    pub(super) fn refused(path: &str, status: u16, text: &str) -> Self {
        if status == 400 && text.contains("several app_keys") {
            return Self::TwoAppKeys;
        }
        Self::Refused {
            path: path.to_owned(),
            status,
            text: text.to_owned(),
        }
    }

    /// A payment that cannot be paid (409): the story ends here, the run goes on.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused { status: 409, .. })
    }
}
