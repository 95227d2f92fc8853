use std::time::Duration;

use http::StatusCode;

use super::course::{Course, Form, Work};
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::{after_effect, seconds};
use crate::input::{BadField, Fields};

/// Past the 30 seconds that a caller is to wait (onboarding brief: a time limit of 30 s on every call).
const TIME: Duration = Duration::from_secs(35);

/// No answer in the time that a caller waits.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "timeout",
    strikes: Strikes::Calls,
    fields: &["seconds", "after_effect"],
    shows: "no answer in 35 seconds, or as many as told; then the gateway's own, or the API gateway's 504 if nothing was done",
    work: "done only with `after_effect`, at once",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let wait = Wait::For(seconds(fields)?.unwrap_or(TIME));
    let course = match after_effect(fields)? {
        true => Course::own(wait, Work::BeforeTheWait, Form::Whole),
        false => {
            let late = Substitute::Message(StatusCode::GATEWAY_TIMEOUT);
            Course::instead(wait, false, late)
        }
    };
    Ok(course.into())
}
