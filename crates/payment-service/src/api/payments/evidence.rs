use axum::extract::State;
use serde_json::{Value, json};

use super::payment_id;
use crate::api::App;
use crate::api::answer::{self, Answer};
use crate::api::auth::Caller;
use crate::api::path::Named;
use crate::problem::Problem;
use crate::store::Evidence;
use crate::view;

/// `GET /v1/payments/{id}/evidence`: the gateway's masked replies, oldest first, for a dispute.
pub(crate) async fn evidence(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named,
) -> Result<Answer, Problem> {
    let payment = app.engine.payment(caller.account, payment_id(&id)?).await?;
    let kept = app.store.evidence(payment.id).await?;
    Ok(answer::list(kept.iter().map(line).collect(), None))
}

fn line(evidence: &Evidence) -> Value {
    json!({
        "at": view::time(evidence.at),
        "call": evidence.call,
        "refund_id": evidence.refund.map(|id| id.to_string()),
        "http_status": evidence.status,
        "body": evidence.body,
    })
}
