use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ScenarioError;
use super::file::File;
use crate::input::{BadField, Fields};

/// A table of the file, with the lines of its keys.
pub(super) struct Section<'t, 'a> {
    file: File<'a>,
    place: String,
    line: usize,
    table: &'t DeTable<'a>,
}

impl<'t, 'a> Section<'t, 'a> {
    pub(super) fn new(file: File<'a>, place: String, line: usize, table: &'t DeTable<'a>) -> Self {
        Self {
            file,
            place,
            line,
            table,
        }
    }

    /// Its fields; one that is not known is refused.
    pub(super) fn fields(&self, known: &[&str]) -> Result<Fields, ScenarioError> {
        self.read(Fields::of(object(self.table), known))
    }

    /// What was read of this table, with its place if it could not be.
    pub(super) fn read<T>(&self, read: Result<T, BadField>) -> Result<T, ScenarioError> {
        read.map_err(|bad| {
            let key = self.table.keys().find(|key| *key.get_ref() == bad.name);
            let line = key.map_or(self.line, |key| self.file.line_of(key.span().start));
            ScenarioError::new(self.file.name, line, &self.place, bad)
        })
    }

    /// The table `[name]`, if it is there.
    pub(super) fn table(&self, name: &str) -> Result<Option<Self>, ScenarioError> {
        match self.value(name).map(|value| (value, value.get_ref())) {
            None => Ok(None),
            Some((value, DeValue::Table(table))) => {
                Ok(Some(self.inner(name.to_owned(), value, table)))
            }
            Some(_) => self.read(Err(BadField::unfit(name, "a table"))),
        }
    }

    /// The tables `[[name]]`, in order.
    pub(super) fn tables(&self, name: &str) -> Result<Vec<Self>, ScenarioError> {
        let Some(value) = self.value(name) else {
            return Ok(Vec::new());
        };
        let unfit = || BadField::unfit(name, "tables, each begun by its name in [[...]]");
        let DeValue::Array(entries) = value.get_ref() else {
            return self.read(Err(unfit()));
        };
        let inner = |(index, entry): (usize, &'t Spanned<DeValue<'a>>)| match entry.get_ref() {
            DeValue::Table(table) => Ok(self.inner(format!("{name} {}", index + 1), entry, table)),
            _ => self.read(Err(unfit())),
        };
        entries.iter().enumerate().map(inner).collect()
    }

    fn value(&self, name: &str) -> Option<&'t Spanned<DeValue<'a>>> {
        let mut entries = self.table.iter();
        let (_, value) = entries.find(|(key, _)| *key.get_ref() == name)?;
        Some(value)
    }

    fn inner(&self, place: String, at: &Spanned<DeValue<'a>>, table: &'t DeTable<'a>) -> Self {
        let line = self.file.line_of(at.span().start);
        Self::new(self.file, place, line, table)
    }
}

/// As a control call would write it; what JSON has no word for becomes its text.
fn value_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Datetime(moment) => moment.to_string().into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| number.as_str().into(), Value::from),
        DeValue::Float(number) => {
            let finite = number.as_str().parse::<f64>().ok();
            let finite = finite.filter(|number| number.is_finite());
            finite.map_or_else(|| number.as_str().into(), Value::from)
        }
        DeValue::Array(entries) => entries
            .iter()
            .map(|entry| value_of(entry.get_ref()))
            .collect(),
        DeValue::Table(table) => object(table).into(),
    }
}

fn object(table: &DeTable<'_>) -> Map<String, Value> {
    let entries = table.iter();
    let named = entries.map(|(key, value)| {
        let key = key.get_ref().clone().into_owned();
        (key, value_of(value.get_ref()))
    });
    named.collect()
}
