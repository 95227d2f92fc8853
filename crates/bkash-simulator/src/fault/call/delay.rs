use super::course::{Course, Form, Work};
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::{after_effect, some_seconds};
use crate::input::{BadField, Fields};

/// The answer comes late.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "delay",
    strikes: Strikes::Calls,
    fields: &["seconds", "after_effect"],
    shows: "the answer late",
    work: "done after the delay, with `after_effect` before it",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let wait = Wait::For(some_seconds(fields)?);
    Ok(Course::own(wait, when(fields)?, Form::Whole).into())
}

/// With `after_effect` the work is done at once and only the answer waits; else the work waits too.
pub(super) fn when(fields: &Fields) -> Result<Work, BadField> {
    Ok(match after_effect(fields)? {
        true => Work::BeforeTheWait,
        false => Work::AfterTheWait,
    })
}
