use super::Detour;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The payer closes the app, or the phone dies.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "callback_missing",
    strikes: Strikes::Callbacks,
    fields: &[],
    shows: "the page shows the outcome and never sends the browser back",
    work: "what the payer did stands",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Detour::Missing.into())
}
