use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::{SignatureVersion, Tamper};
use crate::input::{BadField, Fields};

/// A day: what is later is lost.
const MOST_LATE: f64 = 86_400.0;
/// Ten years and more: older than any bound.
const MOST_AGE: f64 = 400_000_000.0;

/// How a notification departs from one that is sent once, at once and as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Deviation {
    /// The same bytes again, after the first were taken or given up.
    pub(crate) duplicate: bool,
    /// The first post waits this long.
    pub(crate) late: Duration,
    /// Held until a notification that was made after it has been posted.
    pub(crate) reordered: bool,
    /// How much older than it is the envelope says to be; below zero, younger.
    pub(crate) age: SignedDuration,
    pub(crate) tamper: Option<Tamper>,
    /// Instead of the subscription's.
    pub(crate) version: Option<SignatureVersion>,
    /// Fields of the message that are said otherwise, rightly signed; null takes one away.
    pub(crate) message: Map<String, Value>,
}

impl Deviation {
    /// What a tester may ask for.
    pub(crate) const FIELDS: [&str; 7] = [
        "duplicate",
        "late_seconds",
        "reordered",
        "age_seconds",
        "signature_version",
        "tamper",
        "message",
    ];

    pub(crate) fn read(fields: &Fields) -> Result<Self, BadField> {
        let late = fields.number("late_seconds", 0.0..=MOST_LATE)?;
        Ok(Self {
            duplicate: fields.boolean("duplicate")?.unwrap_or(false),
            late: Duration::from_secs_f64(late.unwrap_or(0.0)),
            reordered: fields.boolean("reordered")?.unwrap_or(false),
            age: age(fields)?.unwrap_or_default(),
            tamper: Tamper::read(fields)?,
            version: SignatureVersion::read(fields)?,
            message: message(fields)?,
        })
    }

    /// What is unusual; an empty object for most.
    pub(super) fn to_value(&self) -> Value {
        let mut shown = Map::new();
        let mut show = |name: &str, value: Value| {
            shown.insert(name.to_owned(), value);
        };
        if self.duplicate {
            show("duplicate", true.into());
        }
        if !self.late.is_zero() {
            show("late_seconds", self.late.as_secs_f64().into());
        }
        if self.reordered {
            show("reordered", true.into());
        }
        if !self.age.is_zero() {
            show("age_seconds", self.age.as_secs().into());
        }
        if let Some(tamper) = self.tamper {
            show("tamper", tamper.name().into());
        }
        if let Some(version) = self.version {
            show("signature_version", version.name().into());
        }
        if !self.message.is_empty() {
            show("message", json!(self.message));
        }
        Value::Object(shown)
    }

    pub(super) fn apply_to(&self, message: &mut Map<String, Value>) {
        for (name, value) in &self.message {
            match value {
                Value::Null => message.shift_remove(name),
                value => message.insert(name.clone(), value.clone()),
            };
        }
    }
}

/// How many seconds older than it is an envelope says to be; below zero, younger.
pub(crate) fn age(fields: &Fields) -> Result<Option<SignedDuration>, BadField> {
    let age = fields.number("age_seconds", -MOST_AGE..=MOST_AGE)?;
    Ok(age.map(SignedDuration::from_secs_f64))
}

fn message(fields: &Fields) -> Result<Map<String, Value>, BadField> {
    const RULE: &str = "an object of texts; null takes a field away";
    let Some(said) = fields.object("message", RULE)? else {
        return Ok(Map::new());
    };
    let is_fit = said
        .values()
        .all(|value| value.is_string() || value.is_null());
    match is_fit {
        true => Ok(said.clone()),
        false => Err(BadField::unfit("message", RULE)),
    }
}
