use axum::extract::State;
use serde_json::json;

use crate::api::App;
use crate::api::answer::{self, Answer};
use crate::api::auth::Caller;
use crate::problem::Problem;
use crate::view;

/// `GET /v1/ledger/balances`: the books; their sum is 0.00, and `gateway` is what bKash holds.
pub(crate) async fn balances(State(app): State<App>, caller: Caller) -> Result<Answer, Problem> {
    let balances = app.store.balances(caller.account).await?;
    let data = balances.iter().map(|balance| {
        json!({
            "account": balance.account.as_str(),
            "balance": view::signed_amount(balance.poisha),
            "currency": "BDT",
        })
    });
    Ok(answer::list(data.collect(), None))
}
