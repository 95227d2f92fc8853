use super::Mishap;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields, missing};
use crate::notification::{Deviation, age};

/// Rightly signed and long ago: what somebody who recorded it would replay.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "notification_old",
    strikes: Strikes::Notifications,
    fields: &["age_seconds"],
    shows: "the envelope says to be `age_seconds` older than it is",
    work: "the payment is completed",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let age = age(fields)?.ok_or_else(|| missing("age_seconds", "a number of seconds"))?;
    let deviation = Deviation {
        age,
        ..Deviation::default()
    };
    Ok(Mishap::deviates(deviation).into())
}
