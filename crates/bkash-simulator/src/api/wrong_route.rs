use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use http::Method;

use super::exchange::{JSON, respond};
use super::paths::is_under_a_product;
use crate::arrival::Arrival;
use crate::gateway::{Gateway, OnlyWorld, World};
use crate::journal::{Answered, EntryBody, Exchange, mask_headers};
use crate::wire::GatewayMessage;

/// As the journal names it.
pub(super) const WRONG_ROUTE: &str = "wrong_route";

/// No such path, or not by this method: what the API gateway says to both.
pub(super) async fn wrong_route(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let answer = GatewayMessage::NO_ROUTE.answer();
    if let Some(world) = world(&gateway, &request) {
        let exchange = Exchange {
            at: world.now(),
            endpoint: WRONG_ROUTE,
            method: request.method().to_string(),
            path: request.uri().to_string(),
            headers: mask_headers(request.headers()),
            body: EntryBody::None,
            arrival: Arrival::of(request.extensions()),
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

/// The world that remembers it: the one that it names, or the only one, or the first one to come. What a
/// browser fetches by itself is in none.
fn world(gateway: &Gateway, request: &Request) -> Option<Arc<World>> {
    let app_key = request.headers().get("x-app-key");
    let app_key = app_key.and_then(|key| key.to_str().ok());
    if let Some(world) = app_key.and_then(|key| gateway.world(key)) {
        return Some(world);
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_read && !is_under_a_product(request.uri().path()) {
        return None;
    }
    match gateway.only_world() {
        OnlyWorld::One(world) => Some(world),
        OnlyWorld::None => Some(gateway.unnamed_world()),
        OnlyWorld::Several => None,
    }
}
