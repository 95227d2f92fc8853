use axum::extract::State;
use bkash_client::{Transaction, TransactionStatus};
use payment_core::Timestamp;
use serde_json::{Value, json};

use super::is_trx_id;
use crate::api::App;
use crate::api::answer::Answer;
use crate::api::auth::Caller;
use crate::api::path::Named;
use crate::problem::{Problem, ProblemKind};
use crate::view;

/// `GET /v1/transactions/{trx_id}`: what the gateway's search says of it.
pub(crate) async fn get(
    State(app): State<App>,
    _: Caller,
    Named(trx_id): Named,
) -> Result<Answer, Problem> {
    if !is_trx_id(&trx_id) {
        return Err(Problem::new(
            ProblemKind::NOT_FOUND,
            "A trxID has letters and digits only.",
        ));
    }
    let found = app.engine.search(&trx_id).await?;
    Ok(Answer(shown(&found)))
}

fn shown(found: &Transaction) -> Value {
    let amount = |amount: Option<bkash_client::Amount>| amount.map(|amount| amount.to_wire());
    let time = |at: Option<jiff::Timestamp>| {
        at.map(|at| view::time(Timestamp::from_millis(at.as_millisecond())))
    };
    json!({
        "trx_id": found.trx_id.as_str(),
        "status": word(&found.status),
        "amount": amount(found.amount),
        "sale_amount": amount(found.sale_amount),
        "currency": found.currency,
        "customer_msisdn": found.customer_msisdn.as_ref().map(ToString::to_string),
        "transaction_type": found.transaction_type,
        "initiated_at": time(found.initiated_at),
        "completed_at": time(found.completed_at),
        "original_amount": amount(found.original_amount),
        "max_refundable": amount(found.max_refundable),
    })
}

/// The gateway's own words.
fn word(status: &TransactionStatus) -> &str {
    match status {
        TransactionStatus::Completed => "Completed",
        TransactionStatus::Authorized => "Authorized",
        TransactionStatus::Initiated => "Initiated",
        TransactionStatus::Cancelled => "Cancelled",
        TransactionStatus::Other(word) => word,
    }
}
