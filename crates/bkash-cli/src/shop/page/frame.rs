use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use crate::shop::language::Language;
use crate::shop::words::Words;

/// What every page needs around its own content.
#[derive(Debug)]
pub struct Frame {
    pub language: Language,
    pub words: &'static Words,
    /// Where the language switch comes back to.
    pub path: String,
    /// Seconds until the page looks again by itself.
    pub refresh: Option<u8>,
}

impl Frame {
    pub fn new(language: Language, path: impl Into<String>) -> Self {
        Self {
            language,
            words: language.words(),
            path: path.into(),
            refresh: None,
        }
    }

    pub fn refreshing(mut self, refresh: bool) -> Self {
        self.refresh = refresh.then_some(3);
        self
    }
}

pub fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
