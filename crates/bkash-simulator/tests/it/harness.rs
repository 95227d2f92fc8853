//! A simulator in process, on a clock that stands still until a test moves it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use bkash_simulator::{Clock, ConnectionLost, Simulator, SimulatorBuilder};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) const GRANT: &str = "/v1.2.0-beta/tokenized/checkout/token/grant";
pub(crate) const REFRESH: &str = "/v1.2.0-beta/tokenized/checkout/token/refresh";
pub(crate) const CREATE: &str = "/v1.2.0-beta/tokenized/checkout/create";
pub(crate) const EXECUTE: &str = "/v1.2.0-beta/tokenized/checkout/execute";
pub(crate) const QUERY: &str = "/v1.2.0-beta/tokenized/checkout/payment/status";
pub(crate) const SEARCH: &str = "/v1.2.0-beta/tokenized/checkout/general/searchTransaction";
pub(crate) const REFUND_V1: &str = "/v1.2.0-beta/tokenized/checkout/payment/refund";
pub(crate) const REFUND_V2: &str = "/v2/tokenized-checkout/refund/payment/transaction";
pub(crate) const REFUND_V2_STATUS: &str = "/v2/tokenized-checkout/refund/payment/status";

pub(crate) const AGREEMENT: &str = "/v1.2.0-beta/tokenized/checkout/agreement/status";
pub(crate) const CANCEL: &str = "/v1.2.0-beta/tokenized/checkout/agreement/cancel";
pub(crate) const CAPTURE: &str = "/v1.2.0-beta/tokenized/checkout/payment/confirm/capture";
pub(crate) const VOID: &str = "/v1.2.0-beta/tokenized/checkout/payment/confirm/void";

pub(crate) const WALLET: &str = "01770618575";
pub(crate) const POOR: &str = "01823074817";
pub(crate) const BLOCKED: &str = "01823074818";

/// Fixed, so that every run makes the same ids.
const SEED: u64 = 20_251_211;

#[derive(Debug)]
pub(crate) struct Still(Mutex<Timestamp>);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl Still {
    pub(crate) fn set(&self, moment: &str) {
        *self.0.lock().unwrap() = moment.parse().unwrap();
    }
}

/// Still at the moment at which the payment of the evidence was created.
pub(crate) fn clock() -> Arc<Still> {
    Arc::new(Still(Mutex::new(
        "2025-12-11T05:48:29.876Z".parse().unwrap(),
    )))
}

/// A merchant with its own world in a simulator of its own.
pub(crate) struct Merchant {
    pub(crate) router: Router,
    pub(crate) app_key: String,
    pub(crate) token: String,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) lost: bool,
}

impl Reply {
    /// The code of a business error or success, in any dialect.
    pub(crate) fn code(&self) -> &str {
        let code = self
            .body
            .get("statusCode")
            .or_else(|| self.body.get("externalCode"))
            .or_else(|| self.body.get("errorCode"));
        code.and_then(Value::as_str).unwrap_or("none")
    }

    pub(crate) fn text(&self, field: &str) -> &str {
        self.body[field]
            .as_str()
            .unwrap_or_else(|| panic!("no {field} in {}", self.body))
    }
}

pub(crate) fn builder() -> SimulatorBuilder {
    Simulator::builder().seed(SEED).clock(clock())
}

impl Merchant {
    pub(crate) async fn new() -> Self {
        Self::admitted(builder().router(), "key-1").await
    }

    /// Another merchant of the same simulator.
    pub(crate) async fn beside(&self, app_key: &str) -> Self {
        Self::admitted(self.router.clone(), app_key).await
    }

    pub(crate) async fn admitted(router: Router, app_key: &str) -> Self {
        let mut merchant = Self {
            router,
            app_key: app_key.to_owned(),
            token: String::new(),
        };
        merchant.token = merchant.grant().await.text("id_token").to_owned();
        merchant
    }

    pub(crate) async fn grant(&self) -> Reply {
        let body = json!({ "app_key": self.app_key, "app_secret": "secret-1" });
        self.token_call(GRANT, &body).await
    }

    pub(crate) async fn token_call(&self, path: &str, body: &Value) -> Reply {
        let request = Request::post(path)
            .header("username", "user")
            .header("password", "word");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// A call with the merchant's token and app key.
    pub(crate) async fn call(&self, path: &str, body: &Value) -> Reply {
        self.send(self.request(path, body.to_string())).await
    }

    /// A read of the iframe checkout.
    pub(crate) async fn call_get(&self, path: &str) -> Reply {
        let mut request = self.request(path, "");
        *request.method_mut() = http::Method::GET;
        self.send(request).await
    }

    pub(crate) fn request(&self, path: &str, body: impl Into<Body>) -> Request<Body> {
        Request::post(path)
            .header("host", "bkash.test")
            .header("content-type", "application/json")
            .header("authorization", &self.token)
            .header("x-app-key", &self.app_key)
            .body(body.into())
            .unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// A control call on this merchant's world; a null body sends none.
    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Reply {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let uri = format!("/_simulator/{path}?app_key={}", self.app_key);
        self.send(
            Request::builder()
                .method(method)
                .uri(uri)
                .body(body.into())
                .unwrap(),
        )
        .await
    }

    pub(crate) async fn advance(&self, seconds: u64) {
        let moved = self
            .control("POST", "clock/advance", json!({ "seconds": seconds }))
            .await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
    }

    pub(crate) async fn fault(&self, fault: Value) -> u64 {
        let added = self.control("POST", "faults", fault).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
        added.body["id"].as_u64().unwrap()
    }

    /// Plays what the body says: a scenario's name, or a whole file.
    pub(crate) async fn scenario(&self, body: &str) -> Reply {
        let uri = format!("/_simulator/scenarios?app_key={}", self.app_key);
        let request = Request::post(uri).body(Body::from(body.to_owned()));
        self.send(request.unwrap()).await
    }

    pub(crate) async fn journal(&self) -> Vec<Value> {
        let journal = self.control("GET", "journal", Value::Null).await;
        journal.body["data"].as_array().unwrap().clone()
    }

    pub(crate) async fn books(&self) -> Value {
        self.control("GET", "books", Value::Null).await.body
    }

    pub(crate) async fn balance(&self, wallet: &str) -> String {
        let books = self.books().await;
        let wallets = books["wallets"].as_array().unwrap();
        let found = wallets
            .iter()
            .find(|entry| entry["wallet"] == wallet)
            .unwrap();
        found["balance"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn create(&self, amount: &str) -> Reply {
        self.call(CREATE, &order(amount)).await
    }

    pub(crate) async fn created(&self, amount: &str) -> String {
        self.create(amount).await.text("paymentID").to_owned()
    }

    pub(crate) async fn pay(&self, payment_id: &str, payer: Value) -> Reply {
        self.control("POST", &format!("payments/{payment_id}/pay"), payer)
            .await
    }

    /// A payment that its payer has approved.
    pub(crate) async fn approved(&self, amount: &str, wallet: &str) -> String {
        let payment_id = self.created(amount).await;
        let paid = self.pay(&payment_id, json!({ "wallet": wallet })).await;
        assert_eq!(paid.text("status"), "success");
        payment_id
    }

    /// An agreement with this wallet: its agreementID, and the paymentID of its creation.
    pub(crate) async fn agreed(&self, wallet: &str) -> (String, String) {
        let created = self.call(CREATE, &agreement_order()).await;
        let payment_id = created.text("paymentID").to_owned();
        self.pay(&payment_id, json!({ "wallet": wallet })).await;
        let executed = self.execute(&payment_id).await;
        assert_eq!(executed.code(), "0000", "{}", executed.body);
        (executed.text("agreementID").to_owned(), payment_id)
    }

    pub(crate) async fn execute(&self, payment_id: &str) -> Reply {
        self.call(EXECUTE, &json!({ "paymentID": payment_id }))
            .await
    }

    pub(crate) async fn query(&self, payment_id: &str) -> Reply {
        self.call(QUERY, &json!({ "paymentID": payment_id })).await
    }

    /// A completed payment: its id and trx id.
    pub(crate) async fn paid(&self, amount: &str) -> (String, String) {
        let payment_id = self.approved(amount, WALLET).await;
        let executed = self.execute(&payment_id).await;
        assert_eq!(executed.code(), "0000", "{}", executed.body);
        let trx_id = executed.text("trxID").to_owned();
        (payment_id, trx_id)
    }

    pub(crate) async fn refund(&self, payment_id: &str, trx_id: &str, amount: &str) -> Reply {
        let body = json!({
            "paymentId": payment_id, "trxId": trx_id, "refundAmount": amount,
            "sku": "SKU-1", "reason": "customer request",
        });
        self.call(REFUND_V2, &body).await
    }
}

pub(crate) fn order(amount: &str) -> Value {
    json!({
        "mode": "0011",
        "payerReference": WALLET,
        "callbackURL": "https://merchant.example/bkash/callback",
        "amount": amount,
        "currency": "BDT",
        "intent": "sale",
        "merchantInvoiceNumber": "INV-1001",
    })
}

pub(crate) fn agreement_order() -> Value {
    json!({
        "mode": "0000",
        "payerReference": WALLET,
        "callbackURL": "https://merchant.example/bkash/callback",
    })
}

/// A payment by agreement.
pub(crate) fn order_by(agreement_id: &str, amount: &str) -> Value {
    let mut order = order(amount);
    order["mode"] = json!("0001");
    order["agreementID"] = json!(agreement_id);
    order
}

pub(crate) async fn read(response: Response<Body>) -> Reply {
    let (parts, body) = response.into_parts();
    let lost = parts.extensions.get::<ConnectionLost>().is_some();
    let bytes = match body.collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(_) if lost => Default::default(),
        Err(error) => panic!("the body broke: {error}"),
    };
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Reply {
        status: parts.status,
        headers: parts.headers,
        body,
        lost,
    }
}
