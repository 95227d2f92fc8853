use super::Mishap;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};
use crate::notification::Deviation;

/// SNS promises no order.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "notification_reordered",
    strikes: Strikes::Notifications,
    fields: &[],
    shows: "held until a notification that was made after it has been posted",
    work: "the payment is completed",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    let deviation = Deviation {
        reordered: true,
        ..Deviation::default()
    };
    Ok(Mishap::deviates(deviation).into())
}
