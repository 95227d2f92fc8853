//! Fields that several faults have.

use std::time::Duration;

use crate::input::{BadField, Fields, missing};

/// An hour: nothing on the other side waits longer.
pub(super) const MOST_SECONDS: f64 = 3600.0;

pub(super) fn seconds(fields: &Fields) -> Result<Option<Duration>, BadField> {
    let seconds = fields.number("seconds", 0.0..=MOST_SECONDS)?;
    Ok(seconds.map(Duration::from_secs_f64))
}

pub(super) fn some_seconds(fields: &Fields) -> Result<Duration, BadField> {
    seconds(fields)?.ok_or_else(|| missing("seconds", "a number from 0 to 3600"))
}

/// Whether the work is done; not, unless said.
pub(super) fn after_effect(fields: &Fields) -> Result<bool, BadField> {
    Ok(fields.boolean("after_effect")?.unwrap_or(false))
}
