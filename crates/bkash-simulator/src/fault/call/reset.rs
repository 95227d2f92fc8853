use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::after_effect;
use crate::input::{BadField, Fields};

/// The connection is torn down: TCP RST in place of an orderly close.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "reset",
    strikes: Strikes::Calls,
    fields: &["after_effect"],
    shows: "the connection is reset (TCP RST) without a byte",
    work: "done only with `after_effect`",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    Ok(Course::instead(Wait::None, after_effect(fields)?, Substitute::Reset).into())
}
