use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::after_effect;
use crate::input::{BadField, Fields};

/// As the sandbox wrote it to a wrong password: a line feed inside of a JSON text (seen live).
const BYTES: &[u8] = b"{\"statusCode\":\"9999\",\"statusMessage\":\"Invalid credentials.\n\"}";

/// An answer that is no JSON, though it is said to be.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "invalid_json_9999",
    strikes: Strikes::Calls,
    fields: &["after_effect"],
    shows: "HTTP 200 and 9999 with a raw line feed inside of a JSON text, which strict parsers refuse",
    work: "done only with `after_effect`",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    Ok(Course::instead(Wait::None, after_effect(fields)?, Substitute::Bytes(BYTES)).into())
}
