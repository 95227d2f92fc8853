use super::Mishap;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};
use crate::notification::{Deviation, Tamper};

/// From somebody who is not Amazon, or not bKash.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "notification_forged",
    strikes: Strikes::Notifications,
    fields: &["tamper"],
    shows: "something is wrong with it that the listener must notice: signature, unless `tamper` says otherwise",
    work: "the payment is completed",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let deviation = Deviation {
        tamper: Some(Tamper::read(fields)?.unwrap_or(Tamper::Signature)),
        ..Deviation::default()
    };
    Ok(Mishap::deviates(deviation).into())
}
