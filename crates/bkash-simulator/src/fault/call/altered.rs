use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};

use super::course::{Course, Form, Work};
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields, missing};
use crate::wire::Answer;

/// An answer that says something else than what was done: what a caller believes, it has not compared.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "altered",
    strikes: Strikes::Calls,
    fields: &["field", "value"],
    shows: "the usual answer, one of its texts, named by `field` in any case of its letters, saying `value`; an error, or an answer without that text, as it is",
    work: "done",
    read,
};

const FIELD_RULE: &str = "the name of a text in the answer, such as amount or trxID";
const VALUE_RULE: &str = "text";

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let field = fields.text("field", FIELD_RULE)?;
    let field = field.filter(|field| !field.is_empty());
    let value = fields.text("value", VALUE_RULE)?;
    let alteration = Alteration {
        field: field
            .ok_or_else(|| missing("field", FIELD_RULE))?
            .to_owned(),
        value: value
            .ok_or_else(|| missing("value", VALUE_RULE))?
            .to_owned(),
    };
    let form = Form::Altered(Arc::new(alteration));
    Ok(Course::own(Wait::None, Work::BeforeTheWait, form).into())
}

/// Which text of an answer says what instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alteration {
    /// The families spell some names with other capitals (`trxID`, `trxId`).
    field: String,
    value: String,
}

impl Alteration {
    /// The same answer, its fields in their order.
    pub(super) fn of(&self, answer: Answer) -> Answer {
        match self.altered(&answer) {
            Some(body) => Answer { body, ..answer },
            None => answer,
        }
    }

    /// None where nothing is to be altered.
    fn altered(&self, answer: &Answer) -> Option<Bytes> {
        let mut fields: Map<String, Value> = serde_json::from_slice(&answer.body).ok()?;
        if !is_success(answer.status, &fields) {
            return None;
        }
        let named = |(name, value): &(&String, &mut Value)| {
            value.is_string() && name.eq_ignore_ascii_case(&self.field)
        };
        let (_, text) = fields.iter_mut().find(named)?;
        *text = self.value.as_str().into();
        serde_json::to_vec(&fields).ok().map(Bytes::from)
    }
}

/// In the words of each product: by its status, by a code that is 0000, and by not naming an error.
fn is_success(status: StatusCode, fields: &Map<String, Value>) -> bool {
    let code = fields.get("statusCode").and_then(Value::as_str);
    status.is_success()
        && code.is_none_or(|code| code == "0000")
        && !fields.contains_key("errorCode")
}
