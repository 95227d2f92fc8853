//! One table of the file, and a list of all that is wrong in it.

use std::ops::Range;

use toml::de::{DeArray, DeTable, DeValue};

use super::mistake::Mistake;
use super::nearest::nearest;

/// All that was found wrong so far.
pub(super) struct Notes<'a> {
    text: &'a str,
    pub(super) mistakes: Vec<Mistake>,
}

/// A table with its name, as `[checkout]` or `[checkout] form`.
pub(super) struct Section<'t, 'i> {
    pub(super) name: String,
    pub(super) line: usize,
    table: &'t DeTable<'i>,
}

/// A value with its line.
pub(super) struct Entry<'t, 'i> {
    pub(super) key: String,
    pub(super) line: usize,
    pub(super) value: &'t DeValue<'i>,
}

impl<'a> Notes<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            mistakes: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, line: usize, what: impl Into<String>, remedy: impl Into<String>) {
        self.mistakes.push(Mistake {
            line: Some(line),
            what: what.into(),
            remedy: remedy.into(),
        });
    }

    pub(super) fn missing(&mut self, what: impl Into<String>, remedy: impl Into<String>) {
        self.mistakes.push(Mistake {
            line: None,
            what: what.into(),
            remedy: remedy.into(),
        });
    }

    pub(super) fn line(&self, span: Range<usize>) -> usize {
        let before = self.text.bytes().take(span.start);
        1 + before.filter(|byte| *byte == b'\n').count()
    }
}

impl<'t, 'i> Section<'t, 'i> {
    pub(super) fn top(table: &'t DeTable<'i>) -> Self {
        Self {
            name: "the file".to_owned(),
            line: 1,
            table,
        }
    }

    /// A table inside of a value, which has no name of its own.
    pub(super) fn inner(entry: &Entry<'_, '_>, table: &'t DeTable<'i>) -> Self {
        Self {
            name: entry.key.clone(),
            line: entry.line,
            table,
        }
    }

    /// Notes every key that is none of these.
    pub(super) fn allow_only(&self, notes: &mut Notes<'_>, known: &[&str]) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let shown: String = name.chars().take(40).collect();
            let remedy = match nearest(&name.to_ascii_lowercase(), known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("remove it; known here: {}", known.join(", ")),
            };
            let line = notes.line(key.span());
            notes.add(
                line,
                format!("`{shown}` is unknown in {}", self.name),
                remedy,
            );
        }
    }

    pub(super) fn entries(&self, notes: &Notes<'_>) -> Vec<Entry<'t, 'i>> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                line: notes.line(key.span()),
                value: value.get_ref(),
            })
            .collect();
        entries.sort_by_key(|entry| entry.line);
        entries
    }

    pub(super) fn entry(&self, notes: &Notes<'_>, key: &str) -> Option<Entry<'t, 'i>> {
        let (key, value) = self.table.get_key_value(key)?;
        Some(Entry {
            key: key.get_ref().to_string(),
            line: notes.line(key.span()),
            value: value.get_ref(),
        })
    }

    pub(super) fn section(&self, notes: &mut Notes<'_>, key: &str) -> Option<Section<'t, 'i>> {
        let entry = self.entry(notes, key)?;
        let name = match self.name.as_str() {
            "the file" => format!("[{key}]"),
            parent => format!("{parent} {key}"),
        };
        match entry.value {
            DeValue::Table(table) => Some(Section {
                name,
                line: entry.line,
                table,
            }),
            _ => {
                entry.is_not(notes, "a table", &format!("{key} = {{ name = \"value\" }}"));
                None
            }
        }
    }

    /// A text with something in it.
    pub(super) fn text(
        &self,
        notes: &mut Notes<'_>,
        key: &str,
        example: &str,
    ) -> Option<(String, usize)> {
        let entry = self.entry(notes, key)?;
        match entry.value {
            DeValue::String(text) if !text.trim().is_empty() => {
                Some((text.trim().to_owned(), entry.line))
            }
            DeValue::String(_) => {
                notes.add(
                    entry.line,
                    format!("{key} is empty"),
                    format!("write it as: {key} = \"{example}\""),
                );
                None
            }
            _ => {
                entry.is_not(notes, "a text", &format!("{key} = \"{example}\""));
                None
            }
        }
    }

    /// As [`text`](Self::text); noted if it is not there.
    pub(super) fn needed_text(
        &self,
        notes: &mut Notes<'_>,
        key: &str,
        example: &str,
    ) -> Option<(String, usize)> {
        if !self.table.contains_key(key) {
            let what = format!("{} has no {key}", self.name);
            notes.add(self.line, what, format!("add: {key} = \"{example}\""));
        }
        self.text(notes, key, example)
    }

    /// A list of texts, none of them empty.
    pub(super) fn texts(&self, notes: &mut Notes<'_>, key: &str) -> Vec<String> {
        let Some(entry) = self.entry(notes, key) else {
            return Vec::new();
        };
        let texts = entry.value.as_array().and_then(texts);
        texts.unwrap_or_else(|| {
            entry.is_not(
                notes,
                "a list of texts",
                &format!("{key} = [\"Thank you\"]"),
            );
            Vec::new()
        })
    }

    /// A whole number of seconds, one or more.
    pub(super) fn seconds(&self, notes: &mut Notes<'_>, key: &str, most: u64) -> Option<u64> {
        let entry = self.entry(notes, key)?;
        let number = entry.value.as_integer();
        let seconds = number
            .filter(|number| number.radix() == 10)
            .and_then(|number| number.as_str().replace('_', "").parse().ok())
            .filter(|seconds| (1..=most).contains(seconds));
        if seconds.is_none() {
            entry.is_not(
                notes,
                &format!("a number of seconds from 1 to {most}"),
                &format!("{key} = 30"),
            );
        }
        seconds
    }
}

impl Entry<'_, '_> {
    pub(super) fn is_not(&self, notes: &mut Notes<'_>, wanted: &str, example: &str) {
        let what = format!("{} is not {wanted}", self.key);
        notes.add(self.line, what, format!("write it as: {example}"));
    }
}

fn texts(list: &DeArray<'_>) -> Option<Vec<String>> {
    list.iter()
        .map(|item| item.get_ref().as_str().map(str::trim))
        .map(|text| text.filter(|text| !text.is_empty()).map(str::to_owned))
        .collect()
}
