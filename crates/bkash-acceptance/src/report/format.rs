use super::{Paint, Report, html, json, junit, markdown, text};
use crate::words::Language;

/// What a report can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal, a hundred columns wide.
    Text,
    /// For programs.
    Json,
    /// For build servers.
    Junit,
    /// One page for people, with nothing from elsewhere.
    Html,
    /// For a ticket or a pull request.
    Markdown,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the report could not be written: {0}")]
pub struct WriteError(String);

impl Format {
    /// Each of them.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Json,
        Self::Junit,
        Self::Html,
        Self::Markdown,
    ];

    /// As it is asked for: `text`, `json`, `junit`, `html`, `markdown`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Html => "html",
            Self::Markdown => "markdown",
        }
    }
}

impl Report {
    /// The whole report, with a line break at its end. `paint` is for [`Format::Text`] alone.
    pub fn write(
        &self,
        format: Format,
        language: Language,
        paint: Paint,
    ) -> Result<String, WriteError> {
        match format {
            Format::Text => Ok(text::text(self, language, paint)),
            Format::Json => json::json(self, language).map_err(WriteError::of),
            Format::Junit => junit::junit(self, language).map_err(WriteError::of),
            Format::Html => html::html(self, language).map_err(WriteError::of),
            Format::Markdown => Ok(markdown::markdown(self, language)),
        }
    }
}

impl WriteError {
    pub(crate) fn of(error: impl std::error::Error) -> Self {
        Self(error.to_string())
    }
}
