use crate::switch::Switches;
use crate::wire::{Answer, Dialect, GatewayMessage};
use crate::world::{Code, Refusal};

/// A call that is not answered with success.
#[derive(Debug)]
pub(super) enum Denied {
    /// By the API gateway in front: a bare message.
    Gateway(GatewayMessage),
    /// By bKash: a code, in the envelope of the route.
    Refused(Refusal),
    /// By bKash, with a newline inside the text that JSON does not allow (seen live once).
    RawNewline,
}

impl Denied {
    pub(super) fn answer(&self, dialect: Dialect, switches: &Switches) -> Answer {
        match self {
            Self::Gateway(message) => message.answer(),
            Self::Refused(refusal) => {
                let spoken = refusal.clone().in_table(switches.code_table);
                dialect.refuse(&spoken, switches.v2_error_status)
            }
            Self::RawNewline => Answer::raw_newline(),
        }
    }
}

impl From<GatewayMessage> for Denied {
    fn from(message: GatewayMessage) -> Self {
        Self::Gateway(message)
    }
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Code> for Denied {
    fn from(code: Code) -> Self {
        Self::Refused(code.into())
    }
}
