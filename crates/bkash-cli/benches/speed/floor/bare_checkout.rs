use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use reqwest::Client;

use super::group::GroupWriter;
use crate::failure::Failure;
use crate::host::Hosted;
use crate::network::post as send;

/// What a checkout does, without what it is for: the same number of exchanges over the same sockets, the
/// same number of durable changes, and nothing decided.
///
/// The shopper makes three exchanges (create, pages, callback) and the service two with the gateway (create,
/// execute); four changes are made durable (opened, created, executing, completed).
#[derive(Debug)]
pub struct BareShop {
    hello: String,
    row: String,
    _server: Hosted,
}

/// About as long as the service's and the gateway's own.
const ANSWER_BYTES: usize = 400;

impl BareShop {
    pub fn start(folder: &Path) -> Result<Self, Failure> {
        let writer = Arc::new(GroupWriter::start(&folder.join("bare.db"))?);
        let row = move || async move {
            match writer.row().await {
                Ok(()) => answer().into_response(),
                Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            }
        };
        let router = Router::new()
            .route("/hello", post(|| async { answer() }))
            .route("/row", post(row));
        let (address, server) = Hosted::router("bare-shop", router)?;
        Ok(Self {
            hello: format!("http://{address}/hello"),
            row: format!("http://{address}/row"),
            _server: server,
        })
    }

    /// One exchange.
    pub async fn hello(&self, client: &Client) -> Result<(), Failure> {
        exchange(client, &self.hello).await
    }

    /// What a callback does: two exchanges (with the browser and with the gateway) and two durable rows, one
    /// after another.
    pub async fn callback(&self, client: &Client) -> Result<(), Failure> {
        exchange(client, &self.row).await?;
        exchange(client, &self.row).await
    }

    /// Five exchanges and four durable rows.
    pub async fn checkout(&self, client: &Client) -> Result<(), Failure> {
        for _ in 0..4 {
            exchange(client, &self.row).await?;
        }
        exchange(client, &self.hello).await
    }
}

async fn exchange(client: &Client, url: &str) -> Result<(), Failure> {
    let answer = send(client, url, "x".repeat(ANSWER_BYTES)).await?;
    answer.error_for_status()?.bytes().await?;
    Ok(())
}

fn answer() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain")], "x".repeat(ANSWER_BYTES))
}
