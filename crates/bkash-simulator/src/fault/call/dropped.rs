use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The call never gets through.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "dropped",
    strikes: Strikes::Calls,
    fields: &[],
    shows: "the connection closes without a byte",
    work: "not done",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Course::instead(Wait::None, false, Substitute::Closed).into())
}
