use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};
use crate::world::code;

/// The work is done and bKash says that it failed: seen of execute, which answered 9999 although the
/// money had moved (a client handles it).
pub(in crate::fault) const KIND: Kind = Kind {
    name: "completed_but_9999",
    strikes: Strikes::Calls,
    fields: &[],
    shows: "code 9999 `System Error.` in the envelope of the route",
    work: "done",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    let answer = Substitute::Code(code::SYSTEM_ERROR, None);
    Ok(Course::instead(Wait::None, true, answer).into())
}
