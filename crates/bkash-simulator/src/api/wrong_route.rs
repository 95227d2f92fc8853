use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;

use super::exchange::{JSON, respond};
use crate::gateway::Gateway;
use crate::journal::{Answered, EntryBody, Exchange, mask_headers};
use crate::wire::GatewayMessage;

/// As the journal names it.
pub(super) const WRONG_ROUTE: &str = "wrong_route";

/// No such path, or not by this method: what the API gateway says to both.
pub(super) async fn wrong_route(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let answer = GatewayMessage::NO_ROUTE.answer();
    let app_key = request
        .headers()
        .get("x-app-key")
        .and_then(|key| key.to_str().ok());
    if let Some(world) = app_key.and_then(|key| gateway.world(key)) {
        let exchange = Exchange {
            at: world.now(),
            endpoint: WRONG_ROUTE,
            method: request.method().to_string(),
            path: request.uri().to_string(),
            headers: mask_headers(request.headers()),
            body: EntryBody::None,
            fault: None,
            over_token_limit: false,
        };
        let answered = Answered {
            status: answer.status.as_u16(),
            content_type: JSON,
            body: EntryBody::Bytes(answer.body.clone()),
        };
        world.journal().add(exchange, Some(answered), Some(0));
    }
    respond(answer)
}
