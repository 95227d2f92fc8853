//! The exit codes, one table for the program, its help and its documentation.

use std::fmt;
use std::process::ExitCode;

use crate::config::Problems;

/// How a command ended. The numbers are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It was done.
    Done,
    /// The gateway, or the service, said no: asking again unchanged gets the same answer. Or a demo
    /// whose results are not as they must be, or a shop that failed a case.
    Refused,
    /// The command line or the settings are wrong. Nothing was sent.
    Usage,
    /// It was sent and no answer came: after execute or refund, money may have moved. Or a shop that failed no
    /// case, with musts that were not judged.
    Unanswered,
    /// It could not be sent, or the program could not start. No money moved.
    NotPerformed,
}

impl Exit {
    /// Every code, in order.
    pub const ALL: [Self; 5] = [
        Self::Done,
        Self::Refused,
        Self::Usage,
        Self::Unanswered,
        Self::NotPerformed,
    ];

    /// What the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Unanswered => 3,
            Self::NotPerformed => 4,
        }
    }

    /// One line for the help text.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => {
                "refused by the gateway or the service, or the demo or a judged shop came out wrong"
            }
            Self::Usage => "wrong command line or settings; nothing was sent",
            Self::Unanswered => {
                "unanswered: after execute or refund, money may have moved; or a must not judged"
            }
            Self::NotPerformed => "not performed or not reachable; no money moved",
        }
    }

    /// The table at the end of `bkash --help`.
    #[must_use]
    pub fn table() -> String {
        let row = |exit: Self| format!("  {}  {}\n", exit.code(), exit.meaning());
        format!("Exit codes:\n{}", Self::ALL.map(row).concat())
            .trim_end()
            .to_owned()
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// A command that ended early: what to say on stderr, and the code.
#[derive(Debug)]
pub struct Failure {
    /// The code to exit with.
    pub exit: Exit,
    message: String,
}

impl Failure {
    /// `message` says what was wrong and what to do, without a trailing newline.
    #[must_use]
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::new(Exit::Usage, problems.to_string().trim_end())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
