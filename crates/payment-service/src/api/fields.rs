use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::problem::FieldError;

/// Takes a request's fields one by one and gathers everything that is wrong with them.
#[derive(Debug)]
pub(super) struct Fields {
    members: Map<String, Value>,
    known: Vec<&'static str>,
    errors: Vec<FieldError>,
}

/// A field's name with a value that would be taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) example: &'static str,
}

impl Fields {
    pub(super) fn new(members: Map<String, Value>) -> Self {
        Self {
            members,
            known: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// `None` if it is missing or wrong, which [`Fields::finish`] will tell.
    pub(super) fn required<T>(
        &mut self,
        field: Field,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match self.take(field) {
            Some(value) => self.text(field, &value, parse),
            None => {
                self.refuse(field.name, "is required", field.example);
                None
            }
        }
    }

    /// Absent and null are the same.
    pub(super) fn optional<T>(
        &mut self,
        field: Field,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let value = self.take(field)?;
        self.text(field, &value, parse)
    }

    /// An object of texts; absent is empty.
    pub(super) fn pairs(
        &mut self,
        field: Field,
        rule: &str,
        is_good: impl Fn(&BTreeMap<String, String>) -> bool,
    ) -> BTreeMap<String, String> {
        let pairs = match self.take(field) {
            None => Some(BTreeMap::new()),
            Some(Value::Object(members)) => members.into_iter().map(text_pair).collect(),
            Some(_) => None,
        };
        match pairs.filter(is_good) {
            Some(pairs) => pairs,
            None => {
                self.refuse(field.name, rule, field.example);
                BTreeMap::new()
            }
        }
    }

    /// Everything that was wrong; members that nobody asked for are.
    pub(super) fn finish(mut self) -> Result<(), Vec<FieldError>> {
        let known = self.known.join(", ");
        let unknown = std::mem::take(&mut self.members);
        for name in unknown.keys() {
            let shown: String = name.chars().take(60).collect();
            self.refuse(&shown, "is not a field of this request", &known);
        }
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(self.errors)
        }
    }

    fn take(&mut self, field: Field) -> Option<Value> {
        self.known.push(field.name);
        self.members
            .remove(field.name)
            .filter(|value| !value.is_null())
    }

    fn text<T>(
        &mut self,
        field: Field,
        value: &Value,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let parsed = match value {
            Value::String(text) => parse(text),
            _ => Err("must be text, in quotes".to_owned()),
        };
        parsed
            .map_err(|rule| self.refuse(field.name, &rule, field.example))
            .ok()
    }

    fn refuse(&mut self, field: &str, rule: &str, example: &str) {
        self.errors.push(FieldError {
            field: field.to_owned(),
            rule: rule.to_owned(),
            example: example.to_owned(),
        });
    }
}

fn text_pair((name, value): (String, Value)) -> Option<(String, String)> {
    match value {
        Value::String(text) => Some((name, text)),
        _ => None,
    }
}
