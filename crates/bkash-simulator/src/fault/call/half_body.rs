use super::course::{Course, Form, Work};
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The answer breaks off.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "half_body",
    strikes: Strikes::Calls,
    fields: &[],
    shows: "the head with the length of the whole, half of the body, then the connection closes",
    work: "done",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Course::own(Wait::None, Work::BeforeTheWait, Form::Half).into())
}
