use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::input::{BadField, Fields};

/// When a fault may strike, as it is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Schedule {
    from: Option<Moment>,
    until: Option<Moment>,
}

#[derive(Debug, Clone, Copy)]
enum Moment {
    /// Of the world's clock.
    At(Timestamp),
    /// From the start of the rule.
    After(SignedDuration),
}

/// The same by the clock of a world.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period {
    from: Option<Timestamp>,
    /// The first moment at which it is over.
    until: Option<Timestamp>,
}

/// Ten years, as far as the clock can be moved in one step.
const MOST_SECONDS: f64 = 10.0 * 365.0 * 24.0 * 3600.0;
const RULE: &str = "seconds from now (0 to 315360000) or a world time such as 2026-03-20T13:00:00Z";

impl Schedule {
    pub(super) fn read(fields: &Fields) -> Result<Self, BadField> {
        let (from, until) = (moment(fields, "from")?, moment(fields, "until")?);
        let in_order = match (from, until) {
            (Some(Moment::At(from)), Some(Moment::At(until))) => from < until,
            (Some(Moment::After(from)), Some(Moment::After(until))) => from < until,
            (None, Some(Moment::After(until))) => !until.is_zero(),
            _ => true,
        };
        match in_order {
            true => Ok(Self { from, until }),
            false => {
                let detail = "until must be later than from, and than now";
                Err(BadField::new("until", detail, RULE))
            }
        }
    }

    pub(super) fn since(self, start: Timestamp) -> Period {
        let at = |moment| match moment {
            Moment::At(at) => at,
            Moment::After(time) => start.saturating_add(time).unwrap_or(Timestamp::MAX),
        };
        Period {
            from: self.from.map(at),
            until: self.until.map(at),
        }
    }
}

impl Period {
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

fn moment(fields: &Fields, name: &str) -> Result<Option<Moment>, BadField> {
    let moment = match fields.value(name) {
        None => return Ok(None),
        Some(Value::String(text)) => text.parse().ok().map(Moment::At),
        Some(value) => value.as_f64().and_then(after),
    };
    moment.map(Some).ok_or_else(|| BadField::unfit(name, RULE))
}

fn after(seconds: f64) -> Option<Moment> {
    if !(0.0..=MOST_SECONDS).contains(&seconds) {
        return None;
    }
    let time = SignedDuration::try_from_secs_f64(seconds).ok()?;
    Some(Moment::After(time))
}
