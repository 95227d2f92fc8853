use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use super::notification_input::{SendInput, SubscriptionInput};
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;
use crate::gateway::Gateway;

pub(super) async fn show(Chosen(world): Chosen) -> Json<Value> {
    Json(world.notifier().to_value())
}

/// Subscribes a listener, which is asked to confirm at once; or pauses the one there is.
pub(super) async fn subscribe(
    State(gateway): State<Arc<Gateway>>,
    Chosen(world): Chosen,
    headers: HeaderMap,
    Sent(body): Sent,
) -> Result<Json<Value>, Problem> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let notifier = world.notifier();
    match SubscriptionInput::read(&body, gateway.settings.origin(host))? {
        SubscriptionInput::Listener { subscribe, enabled } => {
            notifier.subscribe(world.unmoved_now(), subscribe);
            notifier.set_enabled(enabled);
        }
        SubscriptionInput::Enabled(enabled) if notifier.set_enabled(enabled) => {}
        SubscriptionInput::Enabled(_) => return Err(nobody()),
    }
    Ok(Json(notifier.to_value()))
}

pub(super) async fn unsubscribe(Chosen(world): Chosen) -> Result<StatusCode, Problem> {
    match world.notifier().unsubscribe(world.unmoved_now()) {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(nobody()),
    }
}

/// Tells of a completed payment again, in a message of its own, as it is or with something wrong.
pub(super) async fn send(
    Chosen(world): Chosen,
    Sent(body): Sent,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let SendInput { trx_id, deviation } = SendInput::read(&body)?;
    let transaction = {
        let state = world.state();
        match &trx_id {
            Some(trx_id) => state.transaction(trx_id).cloned(),
            None => state.newest_payment().cloned(),
        }
    };
    let transaction =
        transaction.ok_or_else(|| Problem::not_found("no payment of this world has this trxID"))?;
    let notifier = world.notifier();
    if !notifier.is_listened_to() {
        return Err(Problem::conflict(
            "nobody is told: subscribe a listener, enable it, and let it confirm by its SubscribeURL",
        ));
    }
    let told = notifier.tell(world.unmoved_now(), &transaction, deviation);
    let told = told.ok_or_else(|| Problem::conflict("too many notifications are under way"))?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "id": told.id }))))
}

fn nobody() -> Problem {
    Problem::conflict("no listener is subscribed")
}
