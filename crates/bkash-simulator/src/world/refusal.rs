use std::borrow::Cow;

use super::Code;

/// A business error: a code and its text, before any envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: Code,
    /// The code's own text, except where that carries a variable or the sandbox says otherwise.
    pub(crate) message: Cow<'static, str>,
}

impl Refusal {
    pub(crate) fn saying(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self {
            code,
            message: Cow::Borrowed(code.message),
        }
    }
}
