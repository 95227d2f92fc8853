//! A scripted gateway in process, a clock that follows tokio's paused time, and clients of both.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bkash_client::transport::{Request, Response};
use bkash_client::{
    Amount, ApprovedPayment, Callback, Client, ClientBuilder, Clock, CreatePayment, Credentials,
    Environment, ExchangeReport, GatewayPaymentId, MemoryTokenStore, Observer, RefundRequest,
    TokenStore, Transport, TransportError,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::time::Instant;

pub(crate) const PAYMENT_ID: &str = "TR0011aB3dE5f1765432109876";
pub(crate) const TRX_ID: &str = "CLB50PG0H4";

/// What the gateway does with one request.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    Json(u16, Value),
    Raw(u16, &'static [u8]),
    Fail(TransportError),
    Never,
}

/// One request that came to the gateway.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) authorization: Option<String>,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Value,
}

/// Answers from a script by the end of the path; token calls answer by themselves.
#[derive(Debug, Default)]
pub(crate) struct Gateway {
    script: Mutex<HashMap<String, VecDeque<(Duration, Reply)>>>,
    seen: Mutex<Vec<Seen>>,
    tokens: Mutex<u32>,
    revoked: Mutex<Vec<String>>,
}

impl Gateway {
    /// The next request whose path ends in `call` is answered with `reply`.
    pub(crate) fn on(&self, call: &str, reply: Reply) {
        self.on_after(call, Duration::ZERO, reply);
    }

    pub(crate) fn on_after(&self, call: &str, delay: Duration, reply: Reply) {
        let mut script = self.script.lock().unwrap();
        script
            .entry(call.to_owned())
            .or_default()
            .push_back((delay, reply));
    }

    /// From now on a request with this id token is answered with 401, whatever the script says.
    pub(crate) fn revoke(&self, id_token: &str) {
        self.revoked.lock().unwrap().push(id_token.to_owned());
    }

    fn is_revoked(&self, id_token: Option<&String>) -> bool {
        let revoked = self.revoked.lock().unwrap();
        id_token.is_some_and(|id_token| revoked.contains(id_token))
    }

    pub(crate) fn seen(&self, call: &str) -> Vec<Seen> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .filter(|seen| seen.path.ends_with(call))
            .cloned()
            .collect()
    }

    pub(crate) fn count(&self, call: &str) -> usize {
        self.seen(call).len()
    }

    fn next(&self, path: &str) -> (Duration, Reply) {
        let mut script = self.script.lock().unwrap();
        let scripted = script
            .iter_mut()
            .find(|(call, _)| path.ends_with(call.as_str()));
        match scripted.and_then(|(_, replies)| replies.pop_front()) {
            Some(reply) => reply,
            None if path.contains("/token/") => (Duration::ZERO, self.new_token()),
            None => panic!("nothing is scripted for {path}"),
        }
    }

    fn new_token(&self) -> Reply {
        let mut tokens = self.tokens.lock().unwrap();
        *tokens += 1;
        token(&format!("token-{tokens}"), "refresh-token-1")
    }
}

#[async_trait]
impl Transport for Gateway {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if request.write_by.is_some_and(|by| Instant::now() > by) {
            return Err(TransportError::TooLate);
        }
        for name in ["authorization", "x-app-key", "username", "password"] {
            let value = request.headers.get(name);
            assert!(value.is_none_or(http::HeaderValue::is_sensitive), "{name}");
        }
        let header = |name: &str| {
            request
                .headers
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        let path = request.url.path().to_owned();
        self.seen.lock().unwrap().push(Seen {
            path: path.clone(),
            authorization: header("authorization"),
            headers: request
                .headers
                .keys()
                .map(|name| (name.to_string(), header(name.as_str()).unwrap()))
                .collect(),
            body: serde_json::from_slice(&request.body).unwrap(),
        });
        if self.is_revoked(header("authorization").as_ref()) {
            let body = json!({ "message": "Unauthorized" }).to_string().into();
            return Ok(Response { status: 401, body });
        }
        let (delay, reply) = self.next(&path);
        tokio::time::sleep(delay).await;
        match reply {
            Reply::Json(status, body) => Ok(Response {
                status,
                body: body.to_string().into(),
            }),
            Reply::Raw(status, body) => Ok(Response {
                status,
                body: body.into(),
            }),
            Reply::Fail(error) => Err(error),
            Reply::Never => std::future::pending().await,
        }
    }
}

/// A grant's or refresh's success.
pub(crate) fn token(id_token: &str, refresh_token: &str) -> Reply {
    short_token(id_token, refresh_token, 3600)
}

pub(crate) fn short_token(id_token: &str, refresh_token: &str, life: u32) -> Reply {
    Reply::Json(
        200,
        json!({
            "statusCode": "0000", "statusMessage": "Successful", "token_type": "Bearer",
            "id_token": id_token, "expires_in": life, "refresh_token": refresh_token,
        }),
    )
}

pub(crate) fn refusal(code: &str) -> Reply {
    Reply::Json(
        200,
        json!({ "statusCode": code, "statusMessage": format!("message {code}") }),
    )
}

pub(crate) fn message(status: u16, text: &str) -> Reply {
    Reply::Json(status, json!({ "message": text }))
}

pub(crate) fn completed() -> Reply {
    Reply::Json(
        200,
        json!({
            "statusCode": "0000", "statusMessage": "Successful", "paymentID": PAYMENT_ID,
            "trxID": TRX_ID, "transactionStatus": "Completed", "amount": "500",
            "currency": "BDT", "merchantInvoiceNumber": "INV-1001", "customerMsisdn": "01770618575",
        }),
    )
}

/// Follows tokio's time, paused or not, and can leap away from it.
#[derive(Debug)]
pub(crate) struct TestClock {
    epoch: Instant,
    leap: Mutex<SignedDuration>,
}

impl TestClock {
    pub(crate) fn start() -> Arc<Self> {
        Arc::new(Self {
            epoch: Instant::now(),
            leap: Mutex::default(),
        })
    }

    pub(crate) fn leap(&self, by: SignedDuration) {
        *self.leap.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let start = Timestamp::from_second(1_765_432_100).unwrap();
        start + SignedDuration::try_from(self.epoch.elapsed()).unwrap() + *self.leap.lock().unwrap()
    }
}

/// Keeps every report.
#[derive(Debug, Default)]
pub(crate) struct Reports(Mutex<Vec<ExchangeReport>>);

impl Reports {
    pub(crate) fn all(&self) -> Vec<ExchangeReport> {
        self.0.lock().unwrap().clone()
    }
}

impl Observer for Reports {
    fn exchange(&self, report: &ExchangeReport) {
        self.0.lock().unwrap().push(report.clone());
    }
}

/// A client of a scripted gateway, and all that it was made of.
pub(crate) struct World {
    pub(crate) client: Client,
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) store: Arc<MemoryTokenStore>,
    pub(crate) reports: Arc<Reports>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|builder| builder)
    }

    pub(crate) fn with(adjust: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let clock = TestClock::start();
        let store = Arc::new(MemoryTokenStore::with_clock(
            Arc::clone(&clock) as Arc<dyn Clock>
        ));
        let gateway = Arc::new(Gateway::default());
        let reports = Arc::new(Reports::default());
        let builder = builder(&gateway, &clock, Arc::clone(&store) as Arc<dyn TokenStore>)
            .observer(Arc::clone(&reports) as Arc<dyn Observer>);
        let client = adjust(builder).build().unwrap();
        Self {
            client,
            gateway,
            clock,
            store,
            reports,
        }
    }

    /// Another process with the same credentials and token store.
    pub(crate) fn another(&self) -> Client {
        self.another_with(|builder| builder)
    }

    pub(crate) fn another_with(
        &self,
        adjust: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Client {
        let store = Arc::clone(&self.store) as Arc<dyn TokenStore>;
        adjust(builder(&self.gateway, &self.clock, store))
            .build()
            .unwrap()
    }

    pub(crate) fn token_calls(&self) -> usize {
        self.gateway.count("/token/grant") + self.gateway.count("/token/refresh")
    }
}

pub(crate) fn builder(
    gateway: &Arc<Gateway>,
    clock: &Arc<TestClock>,
    store: Arc<dyn TokenStore>,
) -> ClientBuilder {
    Client::builder(
        Environment::at("http://127.0.0.1:1").unwrap(),
        credentials(),
    )
    .transport(Arc::clone(gateway) as Arc<dyn Transport>)
    .clock(Arc::clone(clock) as Arc<dyn Clock>)
    .token_store(store)
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        app_key: "app-key".to_owned(),
        app_secret: "app-secret-canary".to_owned().into(),
        username: "merchant".to_owned(),
        password: "pass-word-canary".to_owned().into(),
    }
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

pub(crate) fn payment_id() -> GatewayPaymentId {
    GatewayPaymentId::new(PAYMENT_ID)
}

pub(crate) fn create_payment() -> CreatePayment {
    CreatePayment {
        amount: amount("500.00"),
        merchant_invoice_number: "INV-1001".to_owned(),
        payer_reference: "01770618575".to_owned(),
        callback_url: "https://merchant.example/bkash/callback".to_owned(),
    }
}

pub(crate) fn refund() -> RefundRequest {
    RefundRequest {
        payment_id: payment_id(),
        trx_id: TRX_ID.into(),
        amount: amount("100.00"),
        sku: "SKU-1".to_owned(),
        reason: "customer request".to_owned(),
    }
}

pub(crate) fn approved() -> ApprovedPayment {
    match Callback::parse(&format!("paymentID={PAYMENT_ID}&status=success")).unwrap() {
        Callback::Approved(payment) => payment,
        other => panic!("{other:?}"),
    }
}
