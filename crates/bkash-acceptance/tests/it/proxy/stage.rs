use std::path::Path;

use bkash_acceptance::proxy::{Proxy, Upstream};
use bkash_simulator::Simulator;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

pub(crate) const APP_SECRET: &str = "canary-app-secret";
pub(crate) const PASSWORD: &str = "canary-password";
const ANY: &str = "127.0.0.1:0";

/// A gateway with a test authority, and the proxy in front of it.
pub(crate) struct Stage {
    pub(crate) simulator: Simulator,
    pub(crate) proxy: Proxy,
    _folder: TempDir,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let simulator = gateway(folder.path()).await;
        let authority = std::fs::read(simulator.authority_file().unwrap()).unwrap();
        let proxy = in_front_of(&simulator, &authority).await;
        Self {
            simulator,
            proxy,
            _folder: folder,
        }
    }

    /// Calls as a shop does: one connection each; `None` if it was closed without a byte.
    pub(crate) async fn call(&self, path: &str, token: &str, body: &Value) -> Option<Value> {
        let answer = self.raw(path, token, &body.to_string()).await;
        let (_, body) = answer.split_once("\r\n\r\n")?;
        Some(serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}")))
    }

    pub(crate) async fn raw(&self, path: &str, token: &str, body: &str) -> String {
        let length = body.len();
        let head = format!(
            "POST /v1.2.0-beta/tokenized/checkout{path} HTTP/1.1\r\nhost: shop\r\nusername: u\r\n\
             password: {PASSWORD}\r\nx-app-key: k\r\nauthorization: {token}\r\nconnection: close\r\n\
             content-type: application/json\r\naccept-encoding: gzip\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        exchange(&self.proxy, &head).await
    }

    pub(crate) async fn grant(&self) -> String {
        let keys = json!({"app_key": "k", "app_secret": APP_SECRET});
        let answer = self.call("/token/grant", "", &keys).await.unwrap();
        answer["id_token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn create(&self, token: &str) -> String {
        let order = json!({
            "mode": "0011", "payerReference": "01770618575", "amount": "500.00", "currency": "BDT",
            "callbackURL": "http://127.0.0.1:9/callback", "intent": "sale",
            "merchantInvoiceNumber": "INV-1",
        });
        let answer = self.call("/create", token, &order).await.unwrap();
        answer["paymentID"].as_str().unwrap().to_owned()
    }

    /// The simulator's control interface, which no proxy stands in front of.
    pub(crate) async fn control(&self, path: &str, body: &Value) -> Value {
        let host = self.simulator.addr();
        let body = body.to_string();
        let length = body.len();
        let request = format!(
            "POST /_simulator/{path}?app_key=k HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        let answer = send(TcpStream::connect(host).await.unwrap(), &request).await;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }
}

pub(crate) async fn gateway(folder: &Path) -> Simulator {
    let builder = Simulator::builder().tls(ANY.parse().unwrap(), folder);
    builder.start().await.unwrap()
}

pub(crate) async fn in_front_of(simulator: &Simulator, authority: &[u8]) -> Proxy {
    let port = simulator.tls_addr().unwrap().port();
    let origin = Url::parse(&format!("https://localhost:{port}")).unwrap();
    let upstream = Upstream::new(&origin, Some(authority)).unwrap();
    Proxy::start(ANY.parse().unwrap(), upstream).await.unwrap()
}

/// Sends this to the proxy and reads to the end of the connection.
pub(crate) async fn exchange(proxy: &Proxy, request: &str) -> String {
    send(connect(proxy).await, request).await
}

pub(crate) async fn connect(proxy: &Proxy) -> TcpStream {
    let url = proxy.url();
    let host = url.strip_prefix("http://").unwrap();
    TcpStream::connect(host).await.unwrap()
}

async fn send(mut stream: TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // A reset is an end without an answer, too.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}
