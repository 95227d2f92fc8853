use super::change::Change;
use super::course::Course;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The payer's account gets locked: at create the one that the merchant expects, later the one that pays.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "wallet_locked",
    strikes: Strikes::Calls,
    fields: &[],
    shows: "at create nothing yet, then the pages turn the wallet away; at execute 2037 (inferred)",
    work: "as a locked wallet has it",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Course::changing(Change::LockWallet).into())
}
