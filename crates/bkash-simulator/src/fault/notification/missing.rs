use super::Mishap;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// Lost on the way, or never made.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "notification_missing",
    strikes: Strikes::Notifications,
    fields: &[],
    shows: "the listener is not told",
    work: "the payment is completed",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Mishap::Missing.into())
}
