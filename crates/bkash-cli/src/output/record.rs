//! One answer: the same fields as JSON for programs and as lines for people.

use std::fmt;

use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::{Style, foreign};

/// Named fields in their order. `null` is in the JSON and not in the lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    fields: Vec<(&'static str, Value)>,
}

impl Record {
    /// Without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the fields of another one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.fields.extend(other.fields);
        self
    }

    /// Adds a field; its name is snake case.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// `gateway payment id  TR0011...`, a line for each field.
    #[must_use]
    pub fn lines(&self, style: Style) -> String {
        let shown: Vec<_> = self
            .fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .collect();
        let width = shown
            .iter()
            .map(|(name, _)| name.len())
            .max()
            .unwrap_or_default();
        let line = |(name, value): &&(&str, Value)| {
            let label = format!("{:<width$}", name.replace('_', " "));
            format!("{}  {}", style.dim(&label), Plain(value))
        };
        shown.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// A JSON object, indented.
    #[must_use]
    pub fn json(&self) -> String {
        // Text, numbers and lists of them: nothing here can fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields.iter().map(|(name, value)| (name, value)))
    }
}

/// A value without the quotes of JSON.
struct Plain<'a>(&'a Value);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::String(text) => f.write_str(&foreign(text)),
            other => other.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_the_order_and_the_nulls_and_lines_do_not_show_them() {
        let record = Record::new()
            .with("trx_id", "ABC")
            .with("amount", None::<&str>)
            .with("n", 2);
        assert_eq!(
            record.json(),
            "{\n  \"trx_id\": \"ABC\",\n  \"amount\": null,\n  \"n\": 2\n}"
        );
        assert_eq!(record.lines(Style::plain()), "trx id  ABC\nn       2");
    }
}
