use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderValue, header};
use tokio::time::Instant;

use super::authorize::id_token;
use super::call::Call;
use super::facts::facts;
use super::route::{Action, Route};
use super::token;
use crate::arrival::Arrival;
use crate::endpoint::Endpoint;
use crate::fault::{Course, EARLY, Fault, Strike, Struck};
use crate::gateway::{Gateway, OnlyWorld, World};
use crate::journal::{Answered, EntryBody, Exchange, mask_headers, mask_json};
use crate::lost::{self, Loss};
use crate::notification::FirstPost;
use crate::switch::GatewayLimit;
use crate::wire::{Answer, GatewayMessage};
use crate::world::{Allowance, Code, TokenCall};

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
    if route.is_token_call() {
        token::remember_secrets(&call);
    }
    let Some(world) = journal_world(&call) else {
        return respond(call.answer());
    };
    let allowance = token_allowance(&world, route);
    let mut exchange = record(&world, endpoint, &parts, &call, allowance);
    if allowance == Allowance::Blocked {
        let answer = GatewayMessage::TOO_MANY.answer();
        let answered = Some(answered(route, &answer, JSON));
        world
            .journal()
            .add(exchange, answered, Some(elapsed_ms(started)));
        return respond(answer);
    }
    let strike = world
        .faults()
        .take(endpoint, exchange.at, || facts(&call, &world));
    let Some((strike, course)) = strike.and_then(of_call) else {
        let answer = call.answer();
        let first_posts = call.take_first_posts();
        if !first_posts.is_empty() {
            return hold(world, exchange, started, route, answer, first_posts).await;
        }
        world.journal().add(
            exchange,
            Some(answered(route, &answer, JSON)),
            Some(elapsed_ms(started)),
        );
        return respond(answer);
    };
    exchange.fault = Some(strike);
    let id = world.journal().add(exchange, None, None);
    let waiting = Waiting {
        world: Arc::clone(&world),
        id,
        started,
        answered: false,
    };
    // The gateway's work does not die with its caller's connection.
    let limit = world.state().switches.gateway_limit;
    let work = tokio::spawn(strike_call(Arc::clone(&world), id, started, course, call));
    let struck = match limit {
        GatewayLimit::Off => Some(work.await),
        GatewayLimit::On => tokio::time::timeout(GATEWAY_PATIENCE, work).await.ok(),
    };
    match struck {
        Some(struck) => waiting.respond(struck.unwrap_or(Struck::Closed)),
        None => {
            let answer = GatewayMessage::TIMED_OUT.answer();
            let answered = Some(answered(route, &answer, JSON));
            world.journal().finish(id, answered, elapsed_ms(started));
            waiting.respond(Struck::Answered(answer))
        }
    }
}

/// None but token calls are limited.
fn token_allowance(world: &World, route: Route) -> Allowance {
    let kind = match route.action {
        Action::TokenGrant => TokenCall::Grant,
        Action::TokenRefresh => TokenCall::Refresh,
        _ => return Allowance::Within,
    };
    world.state().count_token_call(world.now(), kind)
}

/// The name, and the course with its luck.
type CallStrike = (&'static str, (Course, u64));

fn of_call(strike: Strike) -> Option<CallStrike> {
    match strike.fault {
        Fault::Call(course) => Some((strike.name, (course, strike.luck))),
        Fault::Callback(_) | Fault::Notification(_) => None,
    }
}

async fn strike_call(
    world: Arc<World>,
    id: u64,
    started: Instant,
    (course, luck): (Course, u64),
    mut call: Call,
) -> Struck {
    if let Some(change) = course.change {
        let wallet = facts(&call, &world).wallet;
        change.make(&world, id_token(&call), wallet);
    }
    call.token_seconds = course.token_seconds;
    let refuse = |code: Code| {
        let v2_status = world.state().switches.v2_error_status;
        call.route.dialect.refuse(&code.into(), v2_status)
    };
    let struck = course.run(luck, refuse, || call.answer()).await;
    wait_for(call.take_first_posts()).await;
    let answered = match &struck {
        Struck::Answered(answer) => Some(answered(call.route, answer, JSON)),
        Struck::Html(answer) => Some(answered(call.route, answer, HTML)),
        Struck::Half(_) | Struck::Closed | Struck::Reset => None,
    };
    world.journal().finish(id, answered, elapsed_ms(started));
    struck
}

/// The work is done; its answer waits until the listener was told.
async fn hold(
    world: Arc<World>,
    mut exchange: Exchange,
    started: Instant,
    route: Route,
    answer: Answer,
    first_posts: Vec<FirstPost>,
) -> Response {
    exchange.fault = Some(EARLY);
    let id = world.journal().add(exchange, None, None);
    let waiting = Waiting {
        world,
        id,
        started,
        answered: false,
    };
    wait_for(first_posts).await;
    let answered = Some(answered(route, &answer, JSON));
    waiting
        .world
        .journal()
        .finish(id, answered, elapsed_ms(started));
    waiting.respond(Struck::Answered(answer))
}

async fn wait_for(first_posts: Vec<FirstPost>) {
    for first_post in first_posts {
        // An error says that the post was dropped with its sender: the same sign.
        let _ = first_post.await;
    }
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
            Struck::Html(answer) => respond_as(HTML, answer),
            Struck::Half(answer) => {
                let whole = answer.body.clone();
                lost::half(respond(answer), &whole)
            }
            Struck::Closed => lost::response(Loss::Closed),
            Struck::Reset => lost::response(Loss::Reset),
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
        arrival: Arrival::of(&parts.extensions),
        fault: None,
        over_token_limit: allowance != Allowance::Within,
    }
}

fn answered(route: Route, answer: &Answer, content_type: &'static str) -> Answered {
    Answered {
        status: answer.status.as_u16(),
        content_type,
        body: match route.is_token_call() {
            true => mask_json(&answer.body),
            false => EntryBody::Bytes(answer.body.clone()),
        },
    }
}

fn elapsed_ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Of every answer of the API itself.
pub(super) const JSON: &str = "application/json";
/// Of what stands in front of it.
const HTML: &str = "text/html";

pub(super) fn respond(answer: Answer) -> Response {
    respond_as(JSON, answer)
}

fn respond_as(content_type: &'static str, answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
