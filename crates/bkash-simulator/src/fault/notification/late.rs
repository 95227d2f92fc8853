use super::Mishap;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::some_seconds;
use crate::input::{BadField, Fields};
use crate::notification::Deviation;

/// Amazon is busy.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "notification_late",
    strikes: Strikes::Notifications,
    fields: &["seconds"],
    shows: "the first post comes `seconds` later; the envelope says when it was made",
    work: "the payment is completed",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let late = some_seconds(fields)?;
    let deviation = Deviation {
        late,
        ..Deviation::default()
    };
    Ok(Mishap::deviates(deviation).into())
}
