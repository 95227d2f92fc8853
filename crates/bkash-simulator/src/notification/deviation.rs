use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::{SignatureVersion, Tamper};

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
