use serde_json::{Map, Value};

use crate::api::fields::{Field, Fields};
use crate::api::transactions::is_trx_id;
use crate::engine::Decide;
use crate::problem::{FieldError, Problem};

const DECISION: Field = Field {
    name: "decision",
    example: "paid",
};
const TRX_ID: Field = Field {
    name: "trx_id",
    example: "DIK20PG0H4",
};

/// What a person found out. `paid` needs the transaction, the others must not have one.
pub(super) fn parse(members: Map<String, Value>) -> Result<Decide, Problem> {
    let mut fields = Fields::new(members);
    let word = fields.required(DECISION, |text| match text {
        "paid" | "unpaid" | "acknowledged" => Ok(text.to_owned()),
        _ => Err("must be paid, unpaid or acknowledged".to_owned()),
    });
    let trx_id = fields.optional(TRX_ID, |text| {
        if is_trx_id(text) {
            Ok(text.to_owned())
        } else {
            Err("must be a trxID of the gateway".to_owned())
        }
    });
    fields
        .finish()
        .map_err(|errors| Problem::invalid_fields(&errors))?;
    match (word.as_deref(), trx_id) {
        (Some("paid"), Some(trx_id)) => Ok(Decide::Paid { trx_id }),
        (Some("unpaid"), None) => Ok(Decide::Unpaid),
        (Some("acknowledged"), None) => Ok(Decide::Acknowledged),
        _ => Err(Problem::invalid_fields(&[FieldError {
            field: TRX_ID.name.to_owned(),
            rule: "is required with paid and must be left out otherwise".to_owned(),
            example: TRX_ID.example.to_owned(),
        }])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paid_names_its_transaction_and_nothing_else_does() {
        let read = |body: Value| parse(body.as_object().unwrap().clone()).is_ok();
        assert!(read(json!({"decision": "paid", "trx_id": "DIK20PG0H4"})));
        assert!(read(json!({"decision": "unpaid"})));
        assert!(read(json!({"decision": "acknowledged", "trx_id": null})));
        assert!(!read(json!({"decision": "paid"})));
        assert!(!read(json!({"decision": "unpaid", "trx_id": "DIK20PG0H4"})));
        assert!(!read(json!({"decision": "paid", "trx_id": "../x"})));
        assert!(!read(json!({"decision": "maybe"})));
    }
}
