use std::fmt;

use serde_json::Value;

use crate::input::BadField;

/// Why a scenario was not taken: file, line, field, and what it may hold.
#[derive(Debug)]
pub struct ScenarioError {
    file: String,
    line: usize,
    /// Such as `fault 3`; empty at the top of the file.
    place: String,
    pub(crate) bad: Box<BadField>,
}

impl ScenarioError {
    pub(super) fn new(file: &str, line: usize, place: &str, bad: BadField) -> Self {
        Self {
            file: file.to_owned(),
            line,
            place: place.to_owned(),
            bad: Box::new(bad),
        }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: ", self.file, self.line)?;
        if !self.place.is_empty() {
            write!(out, "{}: ", self.place)?;
        }
        let BadField {
            name,
            detail,
            allowed,
        } = &*self.bad;
        write!(out, "{name}: {detail}")?;
        match allowed {
            Value::String(rule) if detail.contains(rule.as_str()) => Ok(()),
            Value::String(rule) => write!(out, " ({rule})"),
            Value::Array(names) => {
                let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
                write!(out, " (one of {})", names.join(", "))
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for ScenarioError {}
