use super::Mishap;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// As the journal names it at the call whose answer waits.
pub(crate) const EARLY: &str = "notification_early";

/// The listener hears of the payment before the caller of execute.
pub(in crate::fault) const KIND: Kind = Kind {
    name: EARLY,
    strikes: Strikes::Notifications,
    fields: &[],
    shows: "the answer to execute or capture waits until the notification was posted for the first time",
    work: "the payment is completed",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Mishap::Early.into())
}
