use axum::extract::State;

use super::decision;
use crate::api::App;
use crate::api::answer::Answer;
use crate::api::auth::Caller;
use crate::api::body::JsonBody;
use crate::api::path::Named;
use crate::api::payments::payment_id;
use crate::api::refunds::refund_id;
use crate::problem::Problem;
use crate::view;

/// `POST /v1/attention/payments/{id}`
pub(crate) async fn resolve_payment(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named,
    JsonBody(members): JsonBody,
) -> Result<Answer, Problem> {
    let id = payment_id(&id)?;
    let decision = decision::parse(members)?;
    let payment = app
        .engine
        .resolve_payment(caller.account, id, decision)
        .await?;
    Ok(Answer(view::payment(&payment)))
}

/// `POST /v1/attention/refunds/{id}`
pub(crate) async fn resolve_refund(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named,
    JsonBody(members): JsonBody,
) -> Result<Answer, Problem> {
    let id = refund_id(&id)?;
    let decision = decision::parse(members)?;
    let refund = app
        .engine
        .resolve_refund(caller.account, id, decision)
        .await?;
    Ok(Answer(view::refund(&refund)))
}
