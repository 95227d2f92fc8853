use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The answer gets lost on its way.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "answer_lost",
    strikes: Strikes::Calls,
    fields: &[],
    shows: "the connection closes without a byte",
    work: "done",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Course::instead(Wait::None, true, Substitute::Closed).into())
}
