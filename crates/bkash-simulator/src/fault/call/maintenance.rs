use http::StatusCode;

use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};
use crate::world::code;

/// What says that bKash is being worked on: the code 503 is documented (developer portal: Error codes),
/// with which HTTP status it comes is not (inferred: any of these).
pub(in crate::fault) const KIND: Kind = Kind {
    name: "maintenance",
    strikes: Strikes::Calls,
    fields: &["form"],
    shows: "code 503 in the envelope with HTTP 503; with `form` `code` under the usual status of the route, with `status` HTTP 503 and the API gateway's message alone",
    work: "not done",
    read,
};

const FORMS: [&str; 3] = ["both", "code", "status"];

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    let answer = match fields.text("form", "text")? {
        None | Some("both") => Substitute::Code(code::MAINTENANCE, Some(unavailable)),
        Some("code") => Substitute::Code(code::MAINTENANCE, None),
        Some("status") => Substitute::Message(unavailable),
        Some(other) => {
            let detail = format!("there is no form {other}");
            return Err(BadField::new("form", detail, FORMS.as_slice()));
        }
    };
    Ok(Course::instead(Wait::None, false, answer).into())
}
