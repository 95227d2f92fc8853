use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use bkash_client::transport::{Request, Response};
use bkash_client::{Transport, TransportError};
use http_body_util::BodyExt;
use serde_json::Value;
use tokio::time::Instant;
use tower::ServiceExt;

/// How calls fare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    Fair,
    /// No connection, for any call.
    Away,
    /// No connection, for token calls alone.
    NoTokens,
    /// Executes and refunds are performed and their answers lost; all other calls have no answer for 30 s.
    Hanging,
    /// As `Fair`, but execute takes 20 s.
    SlowExecute,
}

/// The simulator in process, which can be taken away.
#[derive(Debug)]
pub(crate) struct Gateway {
    router: Router,
    weather: Mutex<Weather>,
    calls: Mutex<Vec<(&'static str, Instant)>>,
}

impl Gateway {
    pub(crate) fn new(router: Router) -> Self {
        Self {
            router,
            weather: Mutex::new(Weather::Fair),
            calls: Mutex::default(),
        }
    }

    pub(crate) fn set(&self, weather: Weather) {
        *self.weather.lock().unwrap() = weather;
    }

    /// When each call of this name was sent, since `start`.
    pub(crate) fn calls_since(&self, name: &str, start: Instant) -> Vec<Duration> {
        let calls = self.calls.lock().unwrap();
        calls
            .iter()
            .filter(|(call, at)| *call == name && *at >= start)
            .map(|(_, at)| *at - start)
            .collect()
    }

    /// The payer goes through the hosted pages; the callback's query string.
    pub(crate) async fn approve(&self, gateway_payment: &str, payer: &Value) -> url::Url {
        let path = format!("/_simulator/payments/{gateway_payment}/pay");
        let request = http::Request::post(path)
            .header("content-type", "application/json")
            .body(Body::from(payer.to_string()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let paid: Value = serde_json::from_slice(&bytes).unwrap();
        paid["callbackURL"].as_str().unwrap().parse().unwrap()
    }

    /// The trxID of each completed payment, by its amount, as the gateway's own books have it.
    pub(crate) async fn trx_ids(&self) -> Vec<(String, String)> {
        let request = http::Request::get("/_simulator/books").body(Body::empty());
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let books: Value = serde_json::from_slice(&bytes).unwrap();
        let rows = books["merchant"]["transactions"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        rows.map(|row| (text(&row["amount"]), text(&row["trxID"])))
            .collect()
    }

    async fn deliver(&self, request: Request) -> Response {
        let mut http = http::Request::builder()
            .method(request.method)
            .uri(request.url.as_str());
        *http.headers_mut().unwrap() = request.headers;
        let http = http.body(Body::from(request.body)).unwrap();
        let response = self.router.clone().oneshot(http).await.unwrap();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Response { status, body }
    }
}

#[async_trait]
impl Transport for Gateway {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let call = name(request.url.path(), &request.body);
        self.calls.lock().unwrap().push((call, Instant::now()));
        let weather = *self.weather.lock().unwrap();
        match (weather, call) {
            (Weather::Away, _) | (Weather::NoTokens, "token") => {
                return Err(TransportError::NotSent("it is away".to_owned()));
            }
            (Weather::Hanging, "execute" | "refund") => {
                let _ = self.deliver(request).await;
                return Err(TransportError::Lost("it hangs".to_owned()));
            }
            (Weather::Hanging, _) => {
                tokio::time::sleep_until(request.deadline).await;
                return Err(TransportError::TimedOut { connected: true });
            }
            (Weather::SlowExecute, "execute") => tokio::time::sleep(Duration::from_secs(20)).await,
            _ => {}
        }
        // So that time passes, and calls that leave together are on their way together.
        tokio::time::sleep(Duration::from_millis(200)).await;
        Ok(self.deliver(request).await)
    }
}

fn name(path: &str, body: &[u8]) -> &'static str {
    let has_amount = || body.windows(8).any(|part| part == b"\"amount\"");
    match path.rsplit('/').next().unwrap() {
        "grant" | "refresh" => "token",
        "create" => "create",
        "execute" => "execute",
        "searchTransaction" => "search",
        "transaction" => "refund",
        "refund" if has_amount() => "refund",
        "refund" => "refund_status",
        "status" if path.contains("/refund/") => "refund_status",
        "status" => "query",
        other => panic!("an unexpected call: {other}"),
    }
}
