use super::change::Change;
use super::course::Course;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};

/// The id token in use dies before its time.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "token_revoked",
    strikes: Strikes::Calls,
    fields: &[],
    shows: "HTTP 401 `{\"message\":\"Unauthorized\"}`, now and with the same token ever after",
    work: "not done",
    read,
};

fn read(_: &Fields) -> Result<Fault, BadField> {
    Ok(Course::changing(Change::RevokeToken).into())
}
