use super::Detour;
use super::detour::Forgery;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields};
use crate::world::Outcome;

/// The address was changed on its way through the browser.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "callback_forged",
    strikes: Strikes::Callbacks,
    fields: &["forged_status", "forged_paymentID"],
    shows: "a callback with `forged_status` (`success`, `failure` or `cancel`; `success` unless said) and, if told, `forged_paymentID`, whatever came of the pages",
    work: "what the payer did stands",
    read,
};

const STATUSES: [Outcome; 3] = [Outcome::Success, Outcome::Failure, Outcome::Cancel];
const ID_RULE: &str = "1 to 64 letters and digits";

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let forgery = Forgery {
        status: status(fields)?,
        payment_id: payment_id(fields)?,
    };
    Ok(Detour::Forged(forgery).into())
}

fn status(fields: &Fields) -> Result<Outcome, BadField> {
    let Some(name) = fields.text("forged_status", "text")? else {
        return Ok(Outcome::Success);
    };
    let known = STATUSES.into_iter().find(|status| status.status() == name);
    known.ok_or_else(|| {
        let detail = format!("there is no callback status {name}");
        BadField::new(
            "forged_status",
            detail,
            STATUSES.map(Outcome::status).as_slice(),
        )
    })
}

fn payment_id(fields: &Fields) -> Result<Option<String>, BadField> {
    let Some(id) = fields.text("forged_paymentID", ID_RULE)? else {
        return Ok(None);
    };
    let fits = (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match fits {
        true => Ok(Some(id.to_owned())),
        false => Err(BadField::unfit("forged_paymentID", ID_RULE)),
    }
}
