use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use bkash_client::transport::{Request, Response};
use bkash_client::{Transport, TransportError};
use bkash_simulator::ConnectionLost;
use bytes::Bytes;
use http_body_util::BodyExt;
use serde_json::Value;
use tokio::time::Instant;
use tower::ServiceExt;

use super::trace::Trace;

/// What the wire does to one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weather {
    Fair,
    /// No connection.
    NoConnection,
    /// Broken before the gateway saw it, which the caller cannot know.
    LostBefore,
    /// The gateway did it; the answer is lost.
    LostAfter,
    /// The gateway did it; something in front of it says 5xx.
    ErrorAfter,
    /// Something in front of the gateway says 5xx.
    ErrorBefore,
    /// The gateway did it and says 9999.
    SystemErrorAfter,
    /// Longer than anyone waits, and then done all the same.
    SlowBefore,
    /// Done at once, and answered when nobody waits any more.
    SlowAfter,
    /// Broken, and done long after everybody has given it up; execute and refund only.
    MuchLater,
    /// Turned away for its token.
    Unauthorized,
}

/// Stands in the log for an instance that died or stalled.
pub(crate) const ACCIDENT: &str = "accident";

/// No weather lasts a day: the rules end a payment as failed whose every query brought nothing for so long.
const CLEARS_UP: Duration = Duration::from_secs(50_000);

/// One exchange as the caller saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) call: &'static str,
    pub(crate) payment_id: Option<String>,
    pub(crate) weather: Weather,
    /// Since the schedule's start.
    pub(crate) at: Duration,
}

/// Everything that the instances have sent, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Seen>>>);

impl Log {
    pub(crate) fn all(&self) -> Vec<Seen> {
        self.0.lock().unwrap().clone()
    }

    fn add(&self, seen: Seen) {
        self.0.lock().unwrap().push(seen);
    }

    /// An instance died or stalled: answers on their way to it may be lost.
    pub(crate) fn accident(&self, at: Duration) {
        self.add(Seen {
            call: ACCIDENT,
            payment_id: None,
            weather: Weather::Fair,
            at,
        });
    }
}

/// The way to the gateway for one instance.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) gateway: Router,
    pub(crate) rng: Arc<Mutex<fastrand::Rng>>,
    /// Of 100 exchanges so many meet bad weather.
    pub(crate) badness: u8,
    pub(crate) log: Log,
    pub(crate) trace: Trace,
    pub(crate) name: &'static str,
    pub(crate) alive: super::crash::Alive,
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.alive.or_never().await;
        let call = call_name(request.url.path(), &request.body);
        let (weather, before, after) = self.plan(call);
        tokio::time::sleep(before).await;
        // The moment of the write.
        self.alive.or_never().await;
        if request.write_by.is_some_and(|by| Instant::now() > by) {
            self.trace
                .line(format!("{} {call}: too late to write", self.name));
            return Err(TransportError::TooLate);
        }
        if weather == Weather::NoConnection {
            self.trace
                .line(format!("{} {call}: no connection", self.name));
            return Err(TransportError::NotSent("simulated".to_owned()));
        }
        let payment_id = payment_id(&request.body);
        let about = payment_id.clone().unwrap_or_default();
        self.log.add(Seen {
            call,
            payment_id,
            weather,
            at: self.trace.elapsed(),
        });
        self.trace
            .line(format!("{} {call} {about}: sent, {weather:?}", self.name));
        let answer = self.exchange(request, weather, after).await;
        self.alive.or_never().await;
        let shown = match &answer {
            Ok(response) => format!("{} {}", response.status, code(&response.body)),
            Err(error) => error.to_string(),
        };
        self.trace
            .line(format!("{} {call} {about}: {shown}", self.name));
        answer
    }
}

impl Wire {
    async fn exchange(
        &self,
        request: Request,
        weather: Weather,
        after: Duration,
    ) -> Result<Response, TransportError> {
        match weather {
            Weather::LostBefore => {
                tokio::time::sleep(after).await;
                return Err(TransportError::Lost("simulated".to_owned()));
            }
            Weather::ErrorBefore => return Ok(message(504, "Endpoint request timed out")),
            Weather::Unauthorized => return Ok(message(401, "Unauthorized")),
            Weather::MuchLater => {
                let wait = self.rng.lock().unwrap().u64(60..1_500);
                let wait = Duration::from_secs(wait);
                tokio::spawn(deliver(self.gateway.clone(), request, wait));
                tokio::time::sleep(after).await;
                return Err(TransportError::Lost("simulated".to_owned()));
            }
            _ => {}
        }
        let wait = match weather {
            Weather::SlowBefore => Duration::from_secs(31),
            _ => Duration::ZERO,
        };
        // On the wire: the gateway does it, whether or not anyone still waits for its answer.
        let delivered = tokio::spawn(deliver(self.gateway.clone(), request, wait));
        let response = delivered.await.unwrap()?;
        tokio::time::sleep(after).await;
        match weather {
            Weather::LostAfter => Err(TransportError::Lost("simulated".to_owned())),
            Weather::ErrorAfter => Ok(message(502, "Internal server error")),
            Weather::SystemErrorAfter => Ok(Response {
                status: 200,
                body: Bytes::from_static(
                    br#"{"statusCode":"9999","statusMessage":"System Error."}"#,
                ),
            }),
            Weather::SlowAfter => {
                tokio::time::sleep(Duration::from_secs(35)).await;
                Ok(response)
            }
            _ => Ok(response),
        }
    }

    /// Weather and latencies of the next exchange. Token calls have fair weather more often: two of them
    /// an hour is all there is.
    fn plan(&self, call: &str) -> (Weather, Duration, Duration) {
        let mut rng = self.rng.lock().unwrap();
        let badness = match call {
            _ if self.trace.elapsed() > CLEARS_UP => 0,
            "token" => self.badness / 4,
            _ => self.badness,
        };
        let weather = if rng.u8(..100) >= badness {
            Weather::Fair
        } else {
            const BAD: [Weather; 9] = [
                Weather::NoConnection,
                Weather::LostBefore,
                Weather::LostAfter,
                Weather::ErrorAfter,
                Weather::ErrorBefore,
                Weather::SystemErrorAfter,
                Weather::SlowBefore,
                Weather::SlowAfter,
                Weather::Unauthorized,
            ];
            match call {
                "execute" | "refund" if rng.u8(..4) == 0 => Weather::MuchLater,
                _ => BAD[rng.usize(..BAD.len())],
            }
        };
        let mut latency = || match rng.u8(..20) {
            0 => rng.u64(1_000..19_000),
            _ => rng.u64(1..400),
        };
        let (before, after) = (latency(), latency());
        (
            weather,
            Duration::from_millis(before / 2),
            Duration::from_millis(after),
        )
    }
}

async fn deliver(
    gateway: Router,
    request: Request,
    wait: Duration,
) -> Result<Response, TransportError> {
    tokio::time::sleep(wait).await;
    let mut http = http::Request::builder()
        .method(request.method)
        .uri(request.url.as_str());
    *http.headers_mut().unwrap() = request.headers;
    let http = http.body(Body::from(request.body)).unwrap();
    let response = gateway.oneshot(http).await.unwrap();
    if response.extensions().get::<ConnectionLost>().is_some() {
        return Err(TransportError::Lost("the gateway closed".to_owned()));
    }
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    Ok(Response { status, body })
}

fn message(status: u16, text: &str) -> Response {
    Response {
        status,
        body: Bytes::from(format!(r#"{{"message":"{text}"}}"#)),
    }
}

fn call_name(path: &str, body: &[u8]) -> &'static str {
    match path.rsplit('/').next().unwrap() {
        "grant" | "refresh" => "token",
        "create" => "create",
        "execute" => "execute",
        "searchTransaction" => "search",
        "transaction" => "refund",
        "refund" if body.windows(8).any(|part| part == b"\"amount\"") => "refund",
        "refund" => "refund_status",
        "status" if path.contains("/refund/") => "refund_status",
        "status" => "query",
        other => panic!("an unexpected call: {other}"),
    }
}

fn payment_id(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let id = body.get("paymentID").or_else(|| body.get("paymentId"))?;
    Some(id.as_str()?.to_owned())
}

fn code(body: &[u8]) -> String {
    let Ok(body) = serde_json::from_slice::<Value>(body) else {
        return "?".to_owned();
    };
    ["statusCode", "externalCode", "message", "transactionStatus"]
        .iter()
        .filter_map(|key| body.get(*key)?.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
