//! A simulator in this process, asked over HTTP.

use bkash_simulator::Simulator;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(super) struct Gateway(Simulator);

impl Gateway {
    pub(super) async fn start() -> Self {
        Self(Simulator::start().await.unwrap())
    }

    pub(super) fn url(&self) -> &str {
        self.0.url()
    }

    /// The next grant is answered late.
    pub(super) async fn delay_grant(&self, seconds: u32) {
        let fault = json!({"endpoint": "token_grant", "fault": "delay", "seconds": seconds});
        self.control("POST", "faults", &fault).await;
    }

    /// No token of before is known any more; the journal begins anew.
    pub(super) async fn forget_everything(&self) {
        self.control("POST", "reset", &json!({})).await;
    }

    /// The token calls that came, in their order.
    pub(super) async fn token_calls(&self) -> Vec<String> {
        let journal = self.control("GET", "journal", &Value::Null).await;
        let entries = journal["data"].as_array().cloned().unwrap_or_default();
        let endpoints = entries
            .iter()
            .map(|entry| entry["endpoint"].as_str().unwrap());
        endpoints
            .filter(|endpoint| endpoint.starts_with("token_"))
            .map(str::to_owned)
            .collect()
    }

    async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = format!(
            "{method} /_simulator/{path}?app_key=app-key HTTP/1.1\r\nhost: simulator\r\n\
             connection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut connection = TcpStream::connect(self.0.addr()).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut reply = String::new();
        connection.read_to_string(&mut reply).await.unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 2"), "{path}: {reply}");
        serde_json::from_str(body).unwrap_or(Value::Null)
    }
}
