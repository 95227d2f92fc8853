use http::StatusCode;

use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::{after_effect, seconds};
use crate::input::{BadField, Fields};

/// The API gateway gives its backend up, which it does after some 29 seconds (inferred: AWS's own
/// ceiling). At once, unless told.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "gateway_timeout",
    strikes: Strikes::Calls,
    fields: &["seconds", "after_effect"],
    shows: "HTTP 504 `{\"message\":\"Endpoint request timed out\"}`, at once or after `seconds` (the real one takes about 29)",
    work: "done only with `after_effect`",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let wait = seconds(fields)?.map_or(Wait::None, Wait::For);
    let message = Substitute::Message(StatusCode::GATEWAY_TIMEOUT);
    Ok(Course::instead(wait, after_effect(fields)?, message).into())
}
