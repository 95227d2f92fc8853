use toml::de::{DeTable, Error};

use super::ScenarioError;
use super::section::Section;
use crate::input::BadField;

/// A scenario file: its name, for errors, and its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl<'a> File<'a> {
    pub(super) fn parsed(self) -> Result<DeTable<'a>, ScenarioError> {
        DeTable::parse(self.text)
            .map(toml::Spanned::into_inner)
            .map_err(|error| self.broken(&error))
    }

    pub(super) fn top<'t>(self, table: &'t DeTable<'a>) -> Section<'t, 'a> {
        Section::new(self, String::new(), 1, table)
    }

    /// Counted from one.
    pub(super) fn line_of(self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        1 + before.filter(|byte| **byte == b'\n').count()
    }

    fn broken(self, error: &Error) -> ScenarioError {
        let line = error.span().map_or(1, |span| self.line_of(span.start));
        let bad = BadField::new("body", error.message(), "TOML");
        ScenarioError::new(self.name, line, "", bad)
    }
}
