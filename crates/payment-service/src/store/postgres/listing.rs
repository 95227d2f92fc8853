//! The conditions of a list, as many as a query names.

use tokio_postgres::types::ToSql;

use super::connection::Parameters;

/// A statement that grows.
#[derive(Debug)]
pub(super) struct Listing<'a> {
    text: String,
    values: Vec<&'a (dyn ToSql + Sync)>,
}

impl<'a> Listing<'a> {
    /// `text` ends with its first condition on `$1`.
    pub(super) fn new(text: &str, first: &'a (dyn ToSql + Sync)) -> Self {
        Self {
            text: text.to_owned(),
            values: vec![first],
        }
    }

    /// Adds `before`, the number of the parameter and `after`, if there is a value.
    pub(super) fn and<T: ToSql + Sync>(
        &mut self,
        (before, after): (&str, &str),
        value: Option<&'a T>,
    ) {
        if let Some(value) = value {
            self.values.push(value);
            self.text
                .push_str(&format!(" {before} ${}{after}", self.values.len()));
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn values(&self) -> Parameters<'_> {
        &self.values
    }
}
