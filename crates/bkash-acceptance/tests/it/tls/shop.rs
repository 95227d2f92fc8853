use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use reqwest::{Client, Proxy};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant};

use super::careless::Careless;

/// The gateway's own name: no setting of the shop leads elsewhere.
const HOST: &str = "https://tokenized.sandbox.bka.sh";
const PATHS: &str = "/v1.2.0-beta/tokenized/checkout";

/// What a shop makes of the gateway's certificate.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trust<'a> {
    Authority(&'a Path),
    Anybody,
}

/// A shop that pays and no more, on a free port of 127.0.0.1. Dropping it closes it.
#[derive(Debug)]
pub(super) struct TinyShop {
    listener: TcpListener,
    pub(super) origin: String,
}

#[derive(Debug)]
struct Inside {
    origin: String,
    gateway: String,
    client: Client,
    /// With the moment from which another one is granted.
    token: Mutex<Option<(String, Instant)>>,
}

impl TinyShop {
    pub(super) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        Self { listener, origin }
    }

    pub(super) fn file(&self) -> String {
        let origin = &self.origin;
        format!(
            "[shop]\nname = \"Tiny\"\n[checkout]\nmethod = \"POST\"\nurl = \"{origin}/pay\"\nform = {{}}\n"
        )
    }

    /// Calls the gateway's own name through a proxy.
    pub(super) fn open_by(self, proxy: SocketAddr, trust: Trust<'_>) -> JoinSet<()> {
        let proxy = Proxy::https(format!("http://{proxy}")).unwrap();
        self.open(HOST, client(trust).proxy(proxy))
    }

    /// Calls this origin in plain http.
    pub(super) fn open_plain(self, gateway: &str) -> JoinSet<()> {
        self.open(gateway, client(Trust::Anybody).no_proxy())
    }

    fn open(self, gateway: &str, client: reqwest::ClientBuilder) -> JoinSet<()> {
        let inside = Inside {
            origin: self.origin,
            gateway: gateway.to_owned(),
            client: client.build().unwrap(),
            token: Mutex::default(),
        };
        let app = Router::new()
            .route("/pay", post(pay))
            .route("/callback", get(callback))
            .with_state(Arc::new(inside));
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { axum::serve(self.listener, app).await.unwrap() });
        tasks
    }
}

fn client(trust: Trust<'_>) -> reqwest::ClientBuilder {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = match trust {
        Trust::Authority(file) => {
            let mut roots = RootCertStore::empty();
            roots
                .add(CertificateDer::from_pem_file(file).unwrap())
                .unwrap();
            config.with_root_certificates(roots)
        }
        Trust::Anybody => config
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Careless::default())),
    };
    let config = config.with_no_client_auth();
    Client::builder().tls_backend_preconfigured(config)
}

impl Inside {
    async fn call(&self, path: &str, token: &str, body: &Value) -> Option<Value> {
        let answer = self
            .client
            .post(format!("{}{PATHS}/{path}", self.gateway))
            .header("username", "u")
            .header("password", "p")
            .header("authorization", token)
            .header("x-app-key", "k")
            .json(body)
            .send()
            .await;
        answer.ok()?.json().await.ok()
    }

    async fn token(&self) -> Option<String> {
        let mut held = self.token.lock().await;
        if let Some((token, over)) = &*held
            && Instant::now() < *over
        {
            return Some(token.clone());
        }
        let keys = json!({ "app_key": "k", "app_secret": "s" });
        let granted = self.call("token/grant", "", &keys).await?;
        let token = granted["id_token"].as_str()?.to_owned();
        let life = Duration::from_secs(granted["expires_in"].as_u64()?);
        *held = Some((token.clone(), Instant::now() + life));
        Some(token)
    }

    async fn create(&self) -> Option<String> {
        let order = json!({
            "mode": "0011", "payerReference": "01770618575", "amount": "500.00", "currency": "BDT",
            "intent": "sale", "callbackURL": format!("{}/callback", self.origin),
            "merchantInvoiceNumber": format!("{:016x}", fastrand::u64(..)),
        });
        let created = self.call("create", &self.token().await?, &order).await?;
        created["bkashURL"].as_str().map(str::to_owned)
    }

    async fn execute(&self, payment_id: &str) -> Option<String> {
        let payment = json!({ "paymentID": payment_id });
        let executed = self.call("execute", &self.token().await?, &payment).await?;
        executed["trxID"].as_str().map(str::to_owned)
    }
}

async fn pay(State(shop): State<Arc<Inside>>) -> Response {
    match shop.create().await {
        Some(hosted) => Redirect::to(&hosted).into_response(),
        None => (
            StatusCode::BAD_GATEWAY,
            Html("<h1>The payment could not be started</h1>"),
        )
            .into_response(),
    }
}

async fn callback(
    State(shop): State<Arc<Inside>>,
    Query(query): Query<HashMap<String, String>>,
) -> Html<String> {
    let (payment_id, status) = (query.get("paymentID"), query.get("status"));
    let trx_id = match (payment_id, status.map(String::as_str)) {
        (Some(payment_id), Some("success")) => shop.execute(payment_id).await,
        _ => None,
    };
    Html(match trx_id {
        Some(trx_id) => format!("<h1>Payment successful</h1><p>trxID {trx_id}</p>"),
        None => "<h1>Payment failed</h1>".to_owned(),
    })
}
