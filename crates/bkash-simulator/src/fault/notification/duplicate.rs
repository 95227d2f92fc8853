use super::Mishap;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};
use crate::notification::Deviation;

/// SNS promises at least one delivery, not just one.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "notification_duplicate",
    strikes: Strikes::Notifications,
    fields: &[],
    shows: "the same message is posted twice, byte for byte",
    work: "the payment is completed",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    let deviation = Deviation {
        duplicate: true,
        ..Deviation::default()
    };
    Ok(Mishap::deviates(deviation).into())
}
