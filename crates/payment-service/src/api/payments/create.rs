use axum::extract::State;
use axum::http::HeaderMap;

use super::order;
use crate::api::App;
use crate::api::auth::Caller;
use crate::api::body::JsonBody;
use crate::api::idempotency::optional_key;
use crate::engine::Reply;
use crate::problem::Problem;
use crate::store::{KeyClaim, Route};

/// `POST /v1/payments`: a payment with a hosted page to send the payer to.
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    JsonBody(members): JsonBody,
) -> Result<Reply, Problem> {
    let key = optional_key(&headers)?;
    let order = order::parse(members, app.amount_max)?;
    let claim = key.map(|key| KeyClaim {
        route: Route::CreatePayment,
        key,
        fingerprint: order::fingerprint(&order),
    });
    app.engine
        .create_payment(caller.account, order, claim)
        .await
}
