use axum::extract::State;

use super::refund_id;
use crate::api::App;
use crate::api::answer::Answer;
use crate::api::auth::Caller;
use crate::api::path::Named;
use crate::problem::Problem;
use crate::view;

/// `GET /v1/refunds/{id}`
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named,
) -> Result<Answer, Problem> {
    let refund = app.engine.refund(caller.account, refund_id(&id)?).await?;
    Ok(Answer(view::refund(&refund)))
}
