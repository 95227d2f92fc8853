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

use super::dice::Dice;
use super::luck::Alive;
use super::met::Met;
use super::storm::Storm;
use super::trace::Trace;
use super::weather::{Weather, latency};

/// No weather lasts a day: the rules end a payment as failed whose every query brought nothing for so long.
pub(crate) const CLEARS_UP: Duration = Duration::from_secs(50_000);

/// One exchange as the caller saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) call: &'static str,
    pub(crate) payment_id: Option<String>,
    pub(crate) weather: Weather,
    /// The instance that sent it.
    pub(crate) by: &'static str,
    /// Since the schedule's start.
    pub(crate) at: Duration,
}

/// Everything that the instances have sent, in order.
pub(crate) type Log = Arc<Mutex<Vec<Seen>>>;

/// The way to the gateway for one instance.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) gateway: Router,
    pub(crate) dice: Dice,
    /// Of 100 exchanges so many meet bad weather.
    pub(crate) badness: u8,
    pub(crate) storm: Storm,
    pub(crate) log: Log,
    pub(crate) trace: Trace,
    pub(crate) met: Met,
    pub(crate) name: &'static str,
    pub(crate) alive: Alive,
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.alive.or_never().await;
        let call = call_name(request.url.path(), &request.body);
        let (before, after) = (latency(&self.dice) / 2, latency(&self.dice));
        tokio::time::sleep(before).await;
        // The moment of the write.
        self.alive.or_never().await;
        let weather = self.weather(call);
        if request.write_by.is_some_and(|by| Instant::now() > by) {
            self.met.note("race", "too late to write");
            self.say(call, "too late to write");
            return Err(TransportError::TooLate);
        }
        self.met.note("weather", weather.name());
        if weather == Weather::NoConnection {
            self.say(call, "no connection");
            return Err(TransportError::NotSent("simulated".to_owned()));
        }
        let payment_id = payment_id(&request.body);
        let about = format!("{call} {}", payment_id.as_deref().unwrap_or_default());
        self.log.lock().unwrap().push(Seen {
            call,
            payment_id,
            weather,
            by: self.name,
            at: self.trace.elapsed(),
        });
        self.say(&about, &format!("sent, {}", weather.name()));
        let answer = self.exchange(request, weather, after).await;
        self.alive.or_never().await;
        match &answer {
            Ok(response) => {
                let shown = format!("{} {}", response.status, code(&response.body));
                self.say(&about, &shown);
            }
            Err(error) => self.say(&about, &error.to_string()),
        }
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
        let lost = || TransportError::Lost("simulated".to_owned());
        match weather {
            Weather::LostBefore => {
                tokio::time::sleep(after).await;
                return Err(lost());
            }
            Weather::ErrorBefore => return Ok(message(504, "Endpoint request timed out")),
            Weather::Unauthorized => return Ok(message(401, "Unauthorized")),
            Weather::MuchLater => {
                let wait = self.dice.seconds(60..1_500);
                tokio::spawn(deliver(self.gateway.clone(), request, wait));
                tokio::time::sleep(after).await;
                return Err(lost());
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
            Weather::LostAfter => Err(lost()),
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
            Weather::Garbled => Ok(garbled(response)),
            _ => Ok(response),
        }
    }

    /// Token calls have fair weather more often: two of them an hour is all there is.
    fn weather(&self, call: &str) -> Weather {
        let now = self.trace.elapsed();
        if self.storm.hides_gateway(now) {
            self.met.note("outage", "of the gateway");
            return Weather::draw_outage(&self.dice);
        }
        let badness = match call {
            _ if now > CLEARS_UP => 0,
            "token" => self.badness / 4,
            _ => self.badness,
        };
        Weather::draw(call, badness, &self.dice)
    }

    fn say(&self, about: &str, what: &str) {
        self.trace.line(format!("{} {about}: {what}", self.name));
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

/// An answer about another order of ours, as far as its names go.
fn garbled(response: Response) -> Response {
    let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) else {
        return response;
    };
    for name in ["merchantInvoiceNumber", "originalTrxID", "originalTrxId"] {
        if let Some(value) = body.get_mut(name) {
            *value = "ANOTHER".into();
        }
    }
    Response {
        body: Bytes::from(body.to_string()),
        ..response
    }
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
