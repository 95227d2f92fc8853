use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::after_effect;
use crate::input::{BadField, Fields};

/// An answer with nothing in it.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "empty_body",
    strikes: Strikes::Calls,
    fields: &["after_effect"],
    shows: "HTTP 200 and no body",
    work: "done only with `after_effect`",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    Ok(Course::instead(Wait::None, after_effect(fields)?, Substitute::Bytes(b"")).into())
}
