use super::Detour;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The first visit says the opposite.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "callback_reordered",
    strikes: Strikes::Callbacks,
    fields: &[],
    shows: "the browser visits a callback that says the contrary, then the true one",
    work: "what the payer did stands",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Detour::Reordered.into())
}
