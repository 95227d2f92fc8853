use super::course::Course;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields, missing};

/// One token of another life than the switch `id_token_seconds` gives, so that a caller's renewal can be
/// seen without moving a clock that is not its own.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "short_token",
    strikes: Strikes::TokenCalls,
    fields: &["seconds"],
    shows: "the usual answer; its id token lives `seconds`, as `expires_in` and the token itself say",
    work: "done",
    read,
};

/// As long as the switch may make it.
const MOST_SECONDS: u32 = 86_400;

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let seconds = fields.whole("seconds", 1..=MOST_SECONDS.into())?;
    let seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
    let seconds = seconds.ok_or_else(|| missing("seconds", "a whole number from 1 to 86400"))?;
    Ok(Course::with_token_life(seconds).into())
}
