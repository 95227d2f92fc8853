use super::Detour;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::some_seconds;
use crate::input::{BadField, Fields};

/// The page stays open for long.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "callback_late",
    strikes: Strikes::Callbacks,
    fields: &["seconds"],
    shows: "the browser comes back `seconds` later than usual",
    work: "what the payer did stands",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    Ok(Detour::Late(some_seconds(fields)?).into())
}
