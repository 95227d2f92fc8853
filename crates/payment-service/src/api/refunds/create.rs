use axum::extract::State;
use axum::http::HeaderMap;

use super::order;
use crate::api::App;
use crate::api::auth::Caller;
use crate::api::body::JsonBody;
use crate::api::idempotency::required_key;
use crate::api::path::Named;
use crate::api::payments::payment_id;
use crate::engine::Reply;
use crate::problem::Problem;
use crate::store::{KeyClaim, Route};

/// `POST /v1/payments/{id}/refunds`: whole or part of what a payment took goes back.
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(payment): Named,
    headers: HeaderMap,
    JsonBody(members): JsonBody,
) -> Result<Reply, Problem> {
    let payment = payment_id(&payment)?;
    let key = required_key(&headers)?;
    let order = order::parse(members, app.amount_max)?;
    let claim = KeyClaim {
        route: Route::CreateRefund,
        key,
        fingerprint: order::fingerprint(payment, &order),
    };
    app.engine
        .create_refund(caller.account, payment, order, claim)
        .await
}
