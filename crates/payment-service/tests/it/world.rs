use std::time::Duration;

use bkash_client::{Credentials, Environment};
use bkash_simulator::Simulator;
use payment_service::settings::Database;
use payment_service::{Service, ServiceSettings, StartError};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::answer::{Answer, http_client};

pub(crate) const API_KEY: &str = "key_canary_5f1c77aa";
const APP_KEY: &str = "app-key-of-the-shop";
pub(crate) const APP_SECRET: &str = "app-secret-canary-91d2";
pub(crate) const PASSWORD: &str = "password-canary-7730";
pub(crate) const GOOD_WALLET: &str = "01770618575";
pub(crate) const OTHER_WALLET: &str = "01929918378";
pub(crate) const POOR_WALLET: &str = "01823074817";
pub(crate) const BLOCKED_WALLET: &str = "01823074818";

/// A gateway on this machine, a service before it, and a shop with its payer who use both over HTTP.
pub(crate) struct World {
    pub(crate) simulator: Simulator,
    pub(crate) service: Service,
    pub(crate) settings: ServiceSettings,
    folder: TempDir,
    http: reqwest::Client,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A gateway that is given up after `deadline` instead of 30 s.
    pub(crate) async fn impatient(deadline: Duration) -> Self {
        Self::with(|settings| settings.gateway_deadline = deadline).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut ServiceSettings)) -> Self {
        crate::captured::install();
        let simulator = Simulator::start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(simulator.url(), &folder);
        change(&mut settings);
        let service = Service::start(settings.clone()).await.unwrap();
        Self {
            simulator,
            service,
            settings,
            folder,
            http: http_client(),
        }
    }

    /// Another service on the same database, with other settings.
    pub(crate) async fn another(
        &self,
        change: impl FnOnce(&mut ServiceSettings),
    ) -> Result<Service, StartError> {
        let mut settings = self.settings.clone();
        change(&mut settings);
        Service::start(settings).await
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    // The shop.

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("http://{}{path}", self.service.addr());
        self.http.request(method.parse().unwrap(), url)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request("GET", path).bearer_auth(API_KEY)).await
    }

    pub(crate) async fn post(&self, path: &str, key: Option<&str>, body: &Value) -> Answer {
        let mut request = self
            .request("POST", path)
            .bearer_auth(API_KEY)
            .header("content-type", "application/json")
            .body(body.to_string());
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        Answer::to(request).await
    }

    pub(crate) async fn create(&self, invoice: &str, amount: &str) -> Value {
        let answer = self
            .post("/v1/payments", None, &order(invoice, amount))
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }

    pub(crate) async fn payment(&self, payment: &Value) -> Value {
        self.get(&format!("/v1/payments/{}", text(payment, "id")))
            .await
            .json()
    }

    pub(crate) async fn refund(&self, payment: &Value, key: &str, amount: &str) -> Answer {
        let body = json!({"amount": amount, "sku": "TSHIRT", "reason": "damaged"});
        let path = format!("/v1/payments/{}/refunds", text(payment, "id"));
        self.post(&path, Some(key), &body).await
    }

    /// A payment that its payer has paid.
    pub(crate) async fn paid(&self, invoice: &str, amount: &str) -> Value {
        let payment = self.create(invoice, amount).await;
        let back = self.approve(&payment, GOOD_WALLET).await;
        self.visit(&back).await;
        let payment = self.payment(&payment).await;
        assert_eq!(payment["status"], "completed", "{payment}");
        payment
    }

    // The payer.

    /// Walks the hosted pages; returns the callback address, which nobody has visited yet.
    pub(crate) async fn walk(&self, payment: &Value, payer: &Value) -> String {
        let id = text(payment, "gateway_payment_id");
        let answer = self
            .control("POST", &format!("payments/{id}/pay"), payer)
            .await;
        text(&answer, "callbackURL")
    }

    pub(crate) async fn approve(&self, payment: &Value, wallet: &str) -> String {
        self.walk(payment, &json!({"wallet": wallet})).await
    }

    pub(crate) async fn visit(&self, address: &str) -> Answer {
        Answer::to(self.http.get(address)).await
    }

    /// Follows the progress page until it leads somewhere else.
    pub(crate) async fn visit_to_the_end(&self, address: &str) -> Answer {
        let progress = format!("{}/progress", address.split('?').next().unwrap());
        let mut answer = self.visit(address).await;
        while answer.status == 200 {
            answer = self.visit(&progress).await;
        }
        answer
    }

    // The gateway.

    pub(crate) async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let url = format!(
            "{}/_simulator/{path}?app_key={APP_KEY}",
            self.simulator.url()
        );
        let request = self
            .http
            .request(method.parse().unwrap(), url)
            .body(body.to_string());
        let answer = Answer::to(request.header("content-type", "application/json")).await;
        assert!(answer.status < 300, "{} {}", answer.status, answer.text);
        if answer.text.is_empty() {
            Value::Null
        } else {
            answer.json()
        }
    }

    pub(crate) async fn fault(&self, fault: Value) {
        self.control("POST", "faults", &fault).await;
    }

    /// The exchanges of one endpoint, oldest first.
    pub(crate) async fn calls(&self, endpoint: &str) -> Vec<Value> {
        let journal = self.control("GET", "journal", &Value::Null).await;
        let all = journal["data"].as_array().unwrap().iter();
        all.filter(|entry| entry["endpoint"] == endpoint)
            .cloned()
            .collect()
    }

    pub(crate) async fn count(&self, endpoint: &str) -> usize {
        self.calls(endpoint).await.len()
    }

    /// What the gateway holds for the merchant, by its own books.
    pub(crate) async fn merchant_balance(&self) -> String {
        let books = self.control("GET", "books", &Value::Null).await;
        text(&books["merchant"], "balance")
    }

    /// What the gateway holds for the merchant, by our ledger; the books balance.
    pub(crate) async fn ledger_balance(&self) -> String {
        let balances = self.get("/v1/ledger/balances").await.json();
        let data = balances["data"].as_array().unwrap();
        let poisha =
            |line: &Value| -> i64 { text(line, "balance").replace('.', "").parse().unwrap() };
        assert_eq!(data.iter().map(poisha).sum::<i64>(), 0, "{balances}");
        let gateway = data.iter().find(|line| line["account"] == "gateway");
        gateway.map_or_else(|| "0.00".to_owned(), |line| text(line, "balance"))
    }
}

fn settings(gateway: &str, folder: &TempDir) -> ServiceSettings {
    let credentials = Credentials {
        app_key: APP_KEY.to_owned(),
        app_secret: SecretString::from(APP_SECRET),
        username: "shop".to_owned(),
        password: SecretString::from(PASSWORD),
    };
    let environment = Environment::at(gateway).unwrap();
    ServiceSettings {
        listen: "127.0.0.1:0".parse().unwrap(),
        database: Database::Sqlite(folder.path().join("bkash.db")),
        api_key: Some(SecretString::from(API_KEY)),
        ..ServiceSettings::new(environment, credentials)
    }
}

pub(crate) fn order(invoice: &str, amount: &str) -> Value {
    json!({
        "amount": amount,
        "merchant_invoice_number": invoice,
        "payer_reference": "customer-1",
        "return_url": "https://shop.example.com/return?order=1",
        "metadata": {"order": "1"},
    })
}

pub(crate) fn text(value: &Value, member: &str) -> String {
    value[member]
        .as_str()
        .unwrap_or_else(|| panic!("no {member} in {value}"))
        .to_owned()
}
