use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::after_effect;
use crate::input::{BadField, Fields, missing};
use crate::world::{Code, code};

/// bKash answers with a code.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "code",
    strikes: Strikes::Calls,
    fields: &["code", "after_effect"],
    shows: "an error code in the envelope of the route",
    work: "done only with `after_effect`",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let code = Substitute::Code(error_code(fields)?, None);
    Ok(Course::instead(Wait::None, after_effect(fields)?, code).into())
}

fn error_code(fields: &Fields) -> Result<Code, BadField> {
    let errors = || Code::all().filter(|known| *known != code::SUCCESSFUL);
    let numbers = || errors().map(|known| known.number).collect::<Vec<_>>();
    let number = fields
        .text("code", "text")?
        .ok_or_else(|| missing("code", numbers()))?;
    Code::numbered(number)
        .filter(|known| *known != code::SUCCESSFUL)
        .ok_or_else(|| {
            let detail = format!("{number} is no error code of the gateway");
            BadField::new("code", detail, numbers())
        })
}
