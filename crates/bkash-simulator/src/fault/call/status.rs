use http::StatusCode;

use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::after_effect;
use crate::input::{BadField, Fields, missing};

/// The API gateway in front answers by itself.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "status",
    strikes: Strikes::Calls,
    fields: &["status", "after_effect"],
    shows: "an HTTP status with the API gateway's own message",
    work: "done only with `after_effect`",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let message = Substitute::Message(status(fields)?);
    Ok(Course::instead(Wait::None, after_effect(fields)?, message).into())
}

fn status(fields: &Fields) -> Result<StatusCode, BadField> {
    let status = fields.whole("status", 400..=599)?;
    let status = status.ok_or_else(|| missing("status", "a whole number from 400 to 599"))?;
    let status = u16::try_from(status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok());
    Ok(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
}
