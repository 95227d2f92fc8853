//! Reads what is sent.

use toml::de::DeValue;

use super::body::{BodyPattern, JsonPattern};
use super::kind::Kind;
use super::pattern::Pattern;
use super::reader::{Reader, plain_text};
use super::section::{Entry, Notes, Section};

impl Reader<'_, '_, '_> {
    pub(super) fn body(&self, notes: &mut Notes<'_>) -> Option<BodyPattern> {
        if matches!(self.kind, Kind::Order) {
            return None;
        }
        if let (Some(_), Some(json)) = (
            self.section.entry(notes, "form"),
            self.section.entry(notes, "json"),
        ) {
            let what = format!("{} has both form and json", self.section.name);
            notes.add(json.line, what, "keep the one that your checkout reads");
            return None;
        }
        if let Some(form) = self.section.section(notes, "form") {
            return Some(BodyPattern::Form(self.form(notes, &form)));
        }
        let json = self.section.entry(notes, "json")?;
        self.json(notes, &json).map(BodyPattern::Json)
    }

    fn form(&self, notes: &mut Notes<'_>, form: &Section<'_, '_>) -> Vec<(String, Pattern)> {
        let mut fields = Vec::new();
        for entry in form.entries(notes) {
            let Entry { key, line, value } = &entry;
            let values: Vec<_> = match value {
                DeValue::Array(items) => items
                    .iter()
                    .map(|item| plain_text(item.get_ref()))
                    .collect(),
                value => vec![plain_text(value)],
            };
            for value in values {
                match value {
                    None => entry.is_not(notes, "a text", &format!("{key} = \"1\"")),
                    Some(text) => {
                        let pattern = self.pattern(notes, &text, *line);
                        fields.extend(pattern.map(|pattern| (key.clone(), pattern)));
                    }
                }
            }
        }
        fields
    }

    fn json(&self, notes: &mut Notes<'_>, entry: &Entry<'_, '_>) -> Option<JsonPattern> {
        Some(match entry.value {
            DeValue::String(text) if text == "{amount:number}" => {
                JsonPattern::Amount(self.pattern(notes, "{amount}", entry.line)?)
            }
            DeValue::String(text) => JsonPattern::Text(self.pattern(notes, text, entry.line)?),
            DeValue::Boolean(truth) => JsonPattern::Plain((*truth).into()),
            DeValue::Integer(_) | DeValue::Float(_) => {
                let number =
                    plain_text(entry.value).and_then(|text| serde_json::from_str(&text).ok());
                if number.is_none() {
                    entry.is_not(
                        notes,
                        "a number that JSON can write",
                        &format!("{} = 1", entry.key),
                    );
                }
                JsonPattern::Plain(number?)
            }
            DeValue::Datetime(_) => {
                entry.is_not(
                    notes,
                    "a value of JSON",
                    &format!("{} = \"2026-01-31\"", entry.key),
                );
                return None;
            }
            DeValue::Array(items) => {
                let items = items.iter().filter_map(|item| {
                    let entry = Entry {
                        key: entry.key.clone(),
                        line: notes.line(item.span()),
                        value: item.get_ref(),
                    };
                    self.json(notes, &entry)
                });
                JsonPattern::List(items.collect())
            }
            DeValue::Table(table) => {
                let inner = Section::inner(entry, table);
                let fields = inner.entries(notes);
                let fields = fields.into_iter().filter_map(|entry| {
                    let value = self.json(notes, &entry)?;
                    Some((entry.key, value))
                });
                JsonPattern::Object(fields.collect())
            }
        })
    }
}
