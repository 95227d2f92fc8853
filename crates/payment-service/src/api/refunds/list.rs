use axum::extract::State;

use crate::api::App;
use crate::api::answer::{self, Answer};
use crate::api::auth::Caller;
use crate::api::path::Named;
use crate::api::payments::payment_id;
use crate::problem::Problem;
use crate::view;

/// `GET /v1/payments/{id}/refunds`: all of them, oldest first; the gateway takes ten at most.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Named(payment): Named,
) -> Result<Answer, Problem> {
    let refunds = app
        .engine
        .refunds_of(caller.account, payment_id(&payment)?)
        .await?;
    Ok(answer::list(
        refunds.iter().map(view::refund).collect(),
        None,
    ))
}
