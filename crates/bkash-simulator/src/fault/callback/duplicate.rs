use super::Detour;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// A reload, or a browser that fetches addresses ahead.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "callback_duplicate",
    strikes: Strikes::Callbacks,
    fields: &[],
    shows: "the browser visits the callback twice",
    work: "what the payer did stands",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Detour::Duplicate.into())
}
