use axum::extract::State;
use serde_json::{Value, json};

use crate::api::App;
use crate::api::answer::Answer;
use crate::api::auth::Caller;
use crate::problem::Problem;
use crate::view;

/// `GET /v1/attention`: what is held, unresolved or marked, oldest first.
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Answer, Problem> {
    let open = app.engine.attention(caller.account).await?;
    let payments: Vec<Value> = open.payments.iter().map(view::payment).collect();
    let refunds: Vec<Value> = open.refunds.iter().map(view::refund).collect();
    Ok(Answer(json!({"payments": payments, "refunds": refunds})))
}
