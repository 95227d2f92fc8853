use serde_json::{Map, Value};

use super::problem::Problem;

/// The fields of a control call's body, read one by one so that each fault names its field.
#[derive(Debug)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// An empty body is an empty object. Null is the same as absent; a field that is not known is
    /// refused.
    pub(super) fn read(body: &[u8], known: &[&str]) -> Result<Self, Problem> {
        if body.trim_ascii().is_empty() {
            return Ok(Self(Map::new()));
        }
        let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else {
            return Err(Problem::body("the body must be a JSON object"));
        };
        fields.retain(|_, value| !value.is_null());
        match fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(stranger) => Err(Problem::field(
                stranger,
                "this field is not known here",
                known,
            )),
            None => Ok(Self(fields)),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn text(&self, name: &str, rule: &str) -> Result<Option<&str>, Problem> {
        self.typed(name, rule, Value::as_str)
    }

    pub(super) fn object(
        &self,
        name: &str,
        rule: &str,
    ) -> Result<Option<&Map<String, Value>>, Problem> {
        self.typed(name, rule, Value::as_object)
    }

    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, Problem> {
        self.typed(name, "true or false", Value::as_bool)
    }

    /// Text, or a whole number as its text.
    pub(super) fn plain(&self, name: &str) -> Result<Option<String>, Problem> {
        self.typed(name, "text or a whole number", |value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    pub(super) fn whole(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<u64>,
    ) -> Result<Option<u64>, Problem> {
        let rule = format!("a whole number from {} to {}", range.start(), range.end());
        self.typed(name, &rule, |value| {
            value.as_u64().filter(|number| range.contains(number))
        })
    }

    pub(super) fn number(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<f64>,
    ) -> Result<Option<f64>, Problem> {
        let rule = format!("a number from {} to {}", range.start(), range.end());
        self.typed(name, &rule, |value| {
            value.as_f64().filter(|number| range.contains(number))
        })
    }

    /// A text that is to be read as something else, by the rule that is told.
    pub(super) fn parsed<T>(
        &self,
        name: &str,
        rule: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        self.typed(name, rule, |value| value.as_str().and_then(&parse))
    }

    fn typed<'a, T>(
        &'a self,
        name: &str,
        rule: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(value) = self.0.get(name) else {
            return Ok(None);
        };
        match read(value) {
            Some(read) => Ok(Some(read)),
            None => Err(Problem::field(name, format!("{name} must be {rule}"), rule)),
        }
    }
}

/// The problem of a mandatory field that is not there.
pub(super) fn missing(name: &str, allowed: impl Into<Value>) -> Problem {
    Problem::field(name, format!("{name} is missing"), allowed)
}
