use http::StatusCode;

use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The API gateway lets the caller not in: its address, the firewall, the wrong environment (seen in
/// clients' reports).
pub(in crate::fault) const KIND: Kind = Kind {
    name: "forbidden",
    strikes: Strikes::Calls,
    fields: &[],
    shows: "HTTP 403 `{\"message\":\"Forbidden\"}`",
    work: "not done",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    let message = Substitute::Message(StatusCode::FORBIDDEN);
    Ok(Course::instead(Wait::None, false, message).into())
}
