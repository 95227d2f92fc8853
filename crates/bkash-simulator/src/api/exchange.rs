use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderValue, header};
use tokio::time::Instant;

use super::call::{Call, parse};
use super::route::Route;
use crate::endpoint::Endpoint;
use crate::fault::{Fault, Struck};
use crate::gateway::{Gateway, OnlyWorld, World};
use crate::journal::{Answered, EntryBody, Exchange, mask_headers, mask_json};
use crate::lost::lost_response;
use crate::switch::GatewayLimit;
use crate::wire::{Answer, GatewayMessage, PaymentRequest};
use crate::world::{Allowance, TokenCall};

/// When the API gateway gives up on a slow backend (inferred: its own documented limit is 29 s).
const GATEWAY_PATIENCE: Duration = Duration::from_secs(29);

/// Far above any call of the gateway.
const LONGEST_BODY: usize = 1024 * 1024;

/// One call from its first byte to its answer: journal, faults, work.
pub(super) async fn serve(gateway: Arc<Gateway>, route: Route, request: Request) -> Response {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return respond(GatewayMessage::TOO_LONG.answer());
    };
    let endpoint = route.endpoint(&body);
    let call = Call::new(gateway, route, &parts, body);
    let Some(world) = journal_world(&call) else {
        return respond(call.answer());
    };
    let allowance = token_allowance(&world, route);
    let mut exchange = record(&world, endpoint, &parts, &call, allowance);
    if allowance == Allowance::Blocked {
        let answer = GatewayMessage::TOO_MANY.answer();
        let answered = Some(answered(route, &answer));
        world
            .journal()
            .add(exchange, answered, Some(elapsed_ms(started)));
        return respond(answer);
    }
    let fault = world.faults().take(endpoint, || payment_of(&call.body));
    let Some(fault) = fault else {
        let answer = call.answer();
        world.journal().add(
            exchange,
            Some(answered(route, &answer)),
            Some(elapsed_ms(started)),
        );
        return respond(answer);
    };
    exchange.fault = Some(fault.name());
    let id = world.journal().add(exchange, None, None);
    let waiting = Waiting {
        world: Arc::clone(&world),
        id,
        started,
        answered: false,
    };
    // The gateway's work does not die with its caller's connection.
    let limit = world.state().switches.gateway_limit;
    let work = tokio::spawn(strike(Arc::clone(&world), id, started, fault, call));
    let struck = match limit {
        GatewayLimit::Off => Some(work.await),
        GatewayLimit::On => tokio::time::timeout(GATEWAY_PATIENCE, work).await.ok(),
    };
    match struck {
        Some(struck) => waiting.respond(struck.unwrap_or(Struck::Lost)),
        None => {
            let answer = GatewayMessage::TIMED_OUT.answer();
            let answered = Some(answered(route, &answer));
            world.journal().finish(id, answered, elapsed_ms(started));
            waiting.respond(Struck::Answered(answer))
        }
    }
}

/// None but token calls are limited.
fn token_allowance(world: &World, route: Route) -> Allowance {
    let kind = match route {
        Route::TokenGrant => TokenCall::Grant,
        Route::TokenRefresh => TokenCall::Refresh,
        _ => return Allowance::Within,
    };
    world.state().count_token_call(world.now(), kind)
}

async fn strike(world: Arc<World>, id: u64, started: Instant, fault: Fault, call: Call) -> Struck {
    let struck = fault.strike(call.route.dialect(), || call.answer()).await;
    let answered = match &struck {
        Struck::Answered(answer) => Some(answered(call.route, answer)),
        Struck::Lost => None,
    };
    world.journal().finish(id, answered, elapsed_ms(started));
    struck
}

/// A caller that waits for a fault to be over. Dropped before that, it has hung up.
struct Waiting {
    world: Arc<World>,
    id: u64,
    started: Instant,
    answered: bool,
}

impl Waiting {
    fn respond(mut self, struck: Struck) -> Response {
        self.answered = true;
        match struck {
            Struck::Answered(answer) => respond(answer),
            Struck::Lost => lost_response(),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.answered {
            self.world
                .journal()
                .disconnected(self.id, elapsed_ms(self.started));
        }
    }
}

/// The world that remembers a call: the one that it names, or the only one.
fn journal_world(call: &Call) -> Option<Arc<World>> {
    if let Some(world) = &call.named {
        return Some(Arc::clone(world));
    }
    match call.gateway.only_world() {
        OnlyWorld::One(world) => Some(world),
        OnlyWorld::None | OnlyWorld::Several => None,
    }
}

fn record(
    world: &World,
    endpoint: Endpoint,
    parts: &Parts,
    call: &Call,
    allowance: Allowance,
) -> Exchange {
    let at = world.now();
    let is_token_call = call.route.is_token_call();
    Exchange {
        at,
        endpoint: endpoint.name(),
        method: parts.method.to_string(),
        path: parts
            .uri
            .path_and_query()
            .map_or("", |path| path.as_str())
            .to_owned(),
        headers: mask_headers(&parts.headers),
        body: match is_token_call {
            true => mask_json(&call.body),
            false => EntryBody::copied(&call.body),
        },
        fault: None,
        over_token_limit: allowance != Allowance::Within,
    }
}

fn answered(route: Route, answer: &Answer) -> Answered {
    Answered {
        status: answer.status.as_u16(),
        content_type: JSON,
        body: match route.is_token_call() {
            true => mask_json(&answer.body),
            false => EntryBody::Bytes(answer.body.clone()),
        },
    }
}

fn payment_of(body: &[u8]) -> Option<String> {
    let request: PaymentRequest = parse(body).ok()?;
    request.payment_id.text().map(str::to_owned)
}

fn elapsed_ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Of every answer of the API.
pub(super) const JSON: &str = "application/json";

pub(super) fn respond(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}
