use axum::extract::{RawQuery, State};
use payment_core::PaymentId;
use serde_json::{Value, json};

use crate::api::App;
use crate::api::answer::{self, Answer};
use crate::api::auth::Caller;
use crate::api::fields::Field;
use crate::api::query::{self, FROM, TO};
use crate::problem::Problem;
use crate::store::{LedgerLine, LedgerQuery};
use crate::view;

const LIST: &str = "entries";
const PAYMENT: Field = Field {
    name: "payment_id",
    example: "pay_0197…",
};

/// `GET /v1/ledger/entries`: postings, newest first; two share an `entry` and cancel out.
pub(crate) async fn entries(
    State(app): State<App>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Answer, Problem> {
    let page = app
        .store
        .ledger(caller.account, &filter(query.as_deref())?)
        .await?;
    let next = query::cursor_after(LIST, &page, |line| line.id);
    Ok(answer::list(page.items.iter().map(line).collect(), next))
}

fn filter(query: Option<&str>) -> Result<LedgerQuery, Problem> {
    let mut fields = query::parameters(query)?;
    let filter = LedgerQuery {
        payment: fields.optional(PAYMENT, |text| {
            text.parse::<PaymentId>()
                .map_err(|_| "must be the id of a payment".to_owned())
        }),
        from: query::time(&mut fields, FROM),
        to: query::time(&mut fields, TO),
        after: query::cursor(&mut fields, LIST),
        limit: query::limit(&mut fields),
    };
    fields
        .finish()
        .map_err(|errors| Problem::bad_query(&errors))?;
    Ok(filter)
}

fn line(line: &LedgerLine) -> Value {
    json!({
        "id": line.id,
        "entry": line.entry,
        "at": view::time(line.at),
        "movement": line.movement.as_str(),
        "account": line.account.as_str(),
        "amount": view::signed_amount(line.poisha),
        "currency": "BDT",
        "payment_id": line.payment.to_string(),
        "refund_id": line.refund.map(|id| id.to_string()),
        "trx_id": line.trx_id.as_ref().map(ToString::to_string),
    })
}
