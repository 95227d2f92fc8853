use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::input::{BadField, Fields};

/// When a fault may strike, by the world's clock.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Schedule {
    from: Option<Timestamp>,
    /// The first moment at which it is over.
    until: Option<Timestamp>,
}

/// Ten years, as far as the clock can be moved in one step.
const MOST_SECONDS: f64 = 10.0 * 365.0 * 24.0 * 3600.0;
const RULE: &str = "seconds from now (0 to 315360000) or a world time such as 2026-03-20T13:00:00Z";

impl Schedule {
    /// Seconds count from the start: the present, or that of the scenario.
    pub(super) fn read(fields: &Fields, start: Timestamp) -> Result<Self, BadField> {
        let from = moment(fields, "from", start)?;
        let until = moment(fields, "until", start)?;
        if until.is_some_and(|until| until <= from.unwrap_or(start)) {
            let detail = "until must be later than from, and than now";
            return Err(BadField::new("until", detail, RULE));
        }
        Ok(Self { from, until })
    }

    pub(super) fn is_on(self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    pub(super) fn show(self, shown: &mut Map<String, Value>) {
        for (name, moment) in [("from", self.from), ("until", self.until)] {
            if let Some(moment) = moment {
                shown.insert(name.to_owned(), moment.to_string().into());
            }
        }
    }
}

fn moment(fields: &Fields, name: &str, start: Timestamp) -> Result<Option<Timestamp>, BadField> {
    let moment = match fields.value(name) {
        None => return Ok(None),
        Some(Value::String(text)) => text.parse().ok(),
        Some(value) => value.as_f64().and_then(|seconds| later(start, seconds)),
    };
    moment.map(Some).ok_or_else(|| BadField::unfit(name, RULE))
}

fn later(start: Timestamp, seconds: f64) -> Option<Timestamp> {
    if !(0.0..=MOST_SECONDS).contains(&seconds) {
        return None;
    }
    let time = SignedDuration::try_from_secs_f64(seconds).ok()?;
    Some(start.saturating_add(time).unwrap_or(Timestamp::MAX))
}
