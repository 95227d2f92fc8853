use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::BadField;

/// The fields of one object, read one by one so that each mistake names its field.
#[derive(Debug, Clone)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// An empty body is an empty object. Null is the same as absent; a field that is not known is
    /// refused.
    pub(crate) fn read(body: &[u8], known: &[&str]) -> Result<Self, BadField> {
        if body.trim_ascii().is_empty() {
            return Ok(Self(Map::new()));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Self::of(fields, known),
            _ => {
                let detail = "the body must be a JSON object";
                Err(BadField::new("body", detail, known))
            }
        }
    }

    /// Likewise of an object that was parsed already.
    pub(crate) fn of(mut fields: Map<String, Value>, known: &[&str]) -> Result<Self, BadField> {
        fields.retain(|_, value| !value.is_null());
        match fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(stranger) => {
                let detail = "this field is not known here";
                Err(BadField::new(stranger.as_str(), detail, known))
            }
            None => Ok(Self(fields)),
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The value as it came, for fields that take more than one kind.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(crate) fn text(&self, name: &str, rule: &str) -> Result<Option<&str>, BadField> {
        self.typed(name, rule, Value::as_str)
    }

    pub(crate) fn object(
        &self,
        name: &str,
        rule: &str,
    ) -> Result<Option<&Map<String, Value>>, BadField> {
        self.typed(name, rule, Value::as_object)
    }

    pub(crate) fn boolean(&self, name: &str) -> Result<Option<bool>, BadField> {
        self.typed(name, "true or false", Value::as_bool)
    }

    /// Text, or a whole number as its text.
    pub(crate) fn plain(&self, name: &str) -> Result<Option<String>, BadField> {
        self.typed(name, "text or a whole number", |value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    pub(crate) fn whole(
        &self,
        name: &str,
        range: RangeInclusive<u64>,
    ) -> Result<Option<u64>, BadField> {
        let rule = format!("a whole number from {} to {}", range.start(), range.end());
        self.typed(name, &rule, |value| {
            value.as_u64().filter(|number| range.contains(number))
        })
    }

    pub(crate) fn number(
        &self,
        name: &str,
        range: RangeInclusive<f64>,
    ) -> Result<Option<f64>, BadField> {
        let rule = format!("a number from {} to {}", range.start(), range.end());
        self.typed(name, &rule, |value| {
            value.as_f64().filter(|number| range.contains(number))
        })
    }

    /// A text that is to be read as something else, by the rule that is told.
    pub(crate) fn parsed<T>(
        &self,
        name: &str,
        rule: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, BadField> {
        self.typed(name, rule, |value| value.as_str().and_then(&parse))
    }

    fn typed<'a, T>(
        &'a self,
        name: &str,
        rule: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, BadField> {
        let Some(value) = self.0.get(name) else {
            return Ok(None);
        };
        match read(value) {
            Some(read) => Ok(Some(read)),
            None => Err(BadField::unfit(name, rule)),
        }
    }
}
