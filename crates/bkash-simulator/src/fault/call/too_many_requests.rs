use http::StatusCode;

use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The API gateway throttles (seen live on token calls; the text is AWS's own, inferred).
pub(in crate::fault) const KIND: Kind = Kind {
    name: "too_many_requests",
    strikes: Strikes::Calls,
    fields: &[],
    shows: "HTTP 429 `{\"message\":\"Too Many Requests\"}`",
    work: "not done",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    let message = Substitute::Message(StatusCode::TOO_MANY_REQUESTS);
    Ok(Course::instead(Wait::None, false, message).into())
}
