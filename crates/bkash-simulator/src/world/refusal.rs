use std::borrow::Cow;

use super::Code;
use crate::switch::CodeTable;

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

/// Present numbers and those of the older table (old copies of the documents, some old clients). The
/// messages are the present ones.
const SHIFTED: [(&str, &str); 7] = [
    ("2048", "2044"),
    ("2049", "2045"),
    ("2050", "2046"),
    ("2056", "2053"),
    ("2060", "2054"),
    ("2062", "2056"),
    ("2117", "2056"),
];

impl Refusal {
    /// The same refusal with its number in the table that a world speaks.
    pub(crate) fn in_table(mut self, table: CodeTable) -> Self {
        let mut shifted = SHIFTED.iter();
        let shifted = shifted.find(|(present, _)| *present == self.code.number);
        if let (CodeTable::Old, Some((_, number))) = (table, shifted) {
            self.code.number = number;
        }
        self
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
